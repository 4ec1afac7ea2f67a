namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>Which placeholders are possible where.</summary>
/// <remarks>
/// A secret never stands in a command, because every user of the machine can read the arguments of a process.
/// A build has no port, since the port belongs to an instance and one build may serve several.
/// </remarks>
internal static class PlaceholderSets
{
    private static readonly PlaceholderKind[] s_services =
        [PlaceholderKind.ServiceUrl, PlaceholderKind.ServiceHost, PlaceholderKind.ServicePort];

    private static readonly PlaceholderKind[] s_sandbox = [PlaceholderKind.SandboxName, PlaceholderKind.SandboxKey];

    public static IReadOnlyList<PlaceholderKind> Environment { get; } =
        [PlaceholderKind.Port, .. s_services, PlaceholderKind.Environment, PlaceholderKind.Secret, .. s_sandbox];

    public static IReadOnlyList<PlaceholderKind> BuildEnvironment { get; } =
        [.. s_services, PlaceholderKind.Environment, PlaceholderKind.Secret, .. s_sandbox];

    public static IReadOnlyList<PlaceholderKind> Run { get; } =
        [PlaceholderKind.Port, .. s_services, PlaceholderKind.Environment, .. s_sandbox];

    public static IReadOnlyList<PlaceholderKind> Build { get; } = [PlaceholderKind.Environment, .. s_sandbox];

    public static IReadOnlyList<PlaceholderKind> ImageBuild { get; } =
        [PlaceholderKind.Image, PlaceholderKind.Environment, .. s_sandbox];

    public static IReadOnlyList<PlaceholderKind> Address { get; } = [PlaceholderKind.Environment];

    public static string Spelling(PlaceholderKind kind) => kind switch
    {
        PlaceholderKind.Port => "${port}",
        PlaceholderKind.ServiceUrl => "${services.X.url}",
        PlaceholderKind.ServiceHost => "${services.X.host}",
        PlaceholderKind.ServicePort => "${services.X.port}",
        PlaceholderKind.Environment => "${env:NAME}",
        PlaceholderKind.Secret => "${secret:NAME}",
        PlaceholderKind.SandboxName => "${sandbox.name}",
        PlaceholderKind.SandboxKey => "${sandbox.key}",
        PlaceholderKind.Image => "${image}",
        _ => "text",
    };
}
