namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>How a Service is asked under load.</summary>
internal sealed record LoadOptions
{
    /// <summary>So many ask at once; every second one keeps its connection.</summary>
    public int Clients { get; init; } = 4;

    /// <summary>Between two requests of one client: as fast as it can be would starve the pods on a small machine.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>The port of the Service.</summary>
    public int Port { get; init; } = 80;

    public string Path { get; init; } = "/";

    /// <summary>A routing key; null for requests of the baseline.</summary>
    public string? Key { get; init; }

    /// <summary>The name that requests are for; null for the address.</summary>
    public string? Host { get; init; }

    /// <summary>Sends a message as gRPC does, over HTTP/2 without TLS, and wants its status after the answer.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>What every answer must have in it; an answer without it is a failure as much as none.</summary>
    public string Expected { get; init; } = "";
}
