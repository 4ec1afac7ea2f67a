namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>The router's address for a service.</summary>
public sealed record ServiceAddress
{
    /// <summary>The address as a URL without a trailing slash, such as <c>http://127.0.0.1:4711</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The host alone.</summary>
    public required string Host { get; init; }

    /// <summary>The port alone.</summary>
    public required int Port { get; init; }
}
