namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>What becomes of a call that passes an <see cref="ApiGate"/>.</summary>
internal enum GateFault
{
    /// <summary>It passes.</summary>
    None,

    /// <summary>429 with Retry-After; the server does not hear of it.</summary>
    Throttled,

    /// <summary>500; the server does not hear of it.</summary>
    Failed,

    /// <summary>The connection ends; the server does not hear of it.</summary>
    HungUp,

    /// <summary>The server has done it, and the connection ends before the answer.</summary>
    AnswerLost,

    /// <summary>The answer, or the watch, ends in the middle as if that were all.</summary>
    Truncated,

    /// <summary>The connection ends in the middle of the answer, or of the watch.</summary>
    Severed,
}
