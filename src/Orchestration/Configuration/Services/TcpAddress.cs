namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>The address of a <c>tcp</c> dependency.</summary>
public sealed record TcpAddress
{
    /// <summary>The host name or IP address, IPv6 without brackets.</summary>
    public required string Host { get; init; }

    /// <summary>The port, 1 to 65535.</summary>
    public required int Port { get; init; }
}
