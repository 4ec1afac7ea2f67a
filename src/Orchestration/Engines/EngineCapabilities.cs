namespace AgentSandbox.Orchestration.Engines;

/// <summary>What an engine can do beyond the core; the conformance suite runs what is declared.</summary>
[Flags]
public enum EngineCapabilities
{
    /// <summary>The core alone.</summary>
    None = 0,

    /// <summary>Builds forks from working trees with uncommitted changes.</summary>
    WorkingTrees = 1,

    /// <summary>Builds forks from refs.</summary>
    Refs = 2,

    /// <summary>Starts baseline services when first needed.</summary>
    LazyBaseline = 4,

    /// <summary>Restarts forks after a crash of the program that hosts it.</summary>
    SurvivesRestart = 8,

    /// <summary>Forks services that exist only in the branch's configuration.</summary>
    NewServices = 16,

    /// <summary>Forks are clones of the baseline's workloads: image, command, arguments, replicas and template can differ, and a clone can follow its baseline.</summary>
    Workloads = 32,
}
