namespace AgentSandbox.Router;

/// <summary>An open listener as it is now.</summary>
public sealed record ListenerStatus
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>What it speaks.</summary>
    public required ServiceProtocol Protocol { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>Open connections of clients.</summary>
    public required int Connections { get; init; }

    /// <summary>Requests that have not ended; for tcp, connections.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests since it was opened; for tcp, connections.</summary>
    public required long Requests { get; init; }

    /// <summary>How long no connection and no request has come.</summary>
    public required TimeSpan Quiet { get; init; }

    /// <summary>Whether it is retired: it serves what still comes and closes when nothing does.</summary>
    public required bool IsRetired { get; init; }
}
