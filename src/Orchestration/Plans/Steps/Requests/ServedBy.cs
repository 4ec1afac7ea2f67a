namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>Who has to have answered a request.</summary>
public enum ServedBy
{
    /// <summary>A fork of the sandbox, somewhere on the path. The default.</summary>
    Fork,

    /// <summary>No fork: the baseline alone.</summary>
    Baseline,

    /// <summary>Either; the step proves nothing about the fork.</summary>
    Any,
}
