using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>The environment of a command: what programs need, the run's values, and what the step adds.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>AGENT_SANDBOX_HEADER_NAME</c> and <c>AGENT_SANDBOX_HEADER_VALUE</c>: the header that every request of the command has to carry.</item>
/// <item><c>AGENT_SANDBOX_KEY</c> and <c>AGENT_SANDBOX_BAGGAGE</c>: the key alone, and the value of the <c>baggage</c> header.</item>
/// <item><c>AGENT_SANDBOX_NAME</c> and <c>AGENT_SANDBOX_RUN_ID</c>: the sandbox and the run.</item>
/// <item><c>SERVICE_URL</c> per service: its router, upper case, dashes as underscores.</item>
/// <item><c>BASE_URL</c>: the router of <c>frontend</c>, <c>gateway</c> or <c>web</c>, else of the first service.</item>
/// </list>
/// </remarks>
internal static class RunEnvironment
{
    public const string KeyHeader = "x-sandbox-key";

    private static readonly string[] s_entrances = ["frontend", "gateway", "web"];

    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> minimal, IReadOnlyDictionary<string, string> step, IStepServices services)
    {
        var environment = new Dictionary<string, string>(minimal, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        AddLoopback(environment, "NO_PROXY");
        AddLoopback(environment, "no_proxy");
        environment["AGENT_SANDBOX_KEY"] = services.Run.Key;
        environment["AGENT_SANDBOX_BAGGAGE"] = services.RoutingHeaders.GetValueOrDefault("baggage", $"sandbox={services.Run.Key}");
        environment["AGENT_SANDBOX_HEADER_NAME"] = KeyHeader;
        environment["AGENT_SANDBOX_HEADER_VALUE"] = services.RoutingHeaders.GetValueOrDefault(KeyHeader, services.Run.Key);
        environment["AGENT_SANDBOX_RUN_ID"] = services.Run.Id;
        environment["AGENT_SANDBOX_NAME"] = services.Run.Sandbox;
        if (Entrance(services.ServiceAddresses) is { } entrance)
        {
            environment["BASE_URL"] = entrance;
        }

        foreach (var (service, address) in services.ServiceAddresses)
        {
            environment[service.ToUpperInvariant().Replace('-', '_') + "_URL"] = Text(address);
        }

        foreach (var (name, value) in step)
        {
            environment[name] = value;
        }

        return environment;
    }

    // A proxy of the user's would answer for the routers, which are on this machine.
    private static void AddLoopback(Dictionary<string, string> environment, string name)
    {
        var before = environment.GetValueOrDefault(name, "");
        environment[name] = before.Length == 0 ? "127.0.0.1,localhost,::1" : $"{before},127.0.0.1,localhost,::1";
    }

    private static string? Entrance(IReadOnlyDictionary<string, Uri> addresses) =>
        s_entrances.Where(addresses.ContainsKey).Select(name => Text(addresses[name])).FirstOrDefault()
        ?? addresses.Values.Select(Text).FirstOrDefault();

    // Without the slash at the end: whoever uses it appends a path that begins with one.
    private static string Text(Uri address) => address.AbsoluteUri.TrimEnd('/');
}
