namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>What came of an arrival.</summary>
internal enum LoadAnswerKind
{
    /// <summary>It was still waiting for a free place when the measurement ended.</summary>
    NotSent,

    /// <summary>A complete answer came; its status says whether it is an error.</summary>
    Answered,

    /// <summary>The connection was refused, reset, or ended early.</summary>
    Failed,

    /// <summary>No complete answer within the limit of the request.</summary>
    TimedOut,

    /// <summary>The body went on beyond what is read.</summary>
    BodyTooLarge,
}
