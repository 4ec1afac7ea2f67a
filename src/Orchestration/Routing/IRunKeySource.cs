namespace AgentSandbox.Orchestration.Routing;

/// <summary>The keys of plan runs and probes, wherever they are kept.</summary>
internal interface IRunKeySource
{
    /// <summary>Those that route.</summary>
    IReadOnlyList<RunKey> Live { get; }

    /// <summary>Those that ended lately and are refused with the reason.</summary>
    IReadOnlyList<RunKey> Ended { get; }
}
