namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>What a fork needs next.</summary>
internal enum ForkAction
{
    /// <summary>Nothing: the world is as wanted.</summary>
    None,

    /// <summary>Make the newest wanted revision serve.</summary>
    Deploy,

    /// <summary>Start the serving revision again: the host that ran it is gone.</summary>
    Restart,

    /// <summary>End it and forget it.</summary>
    Remove,
}
