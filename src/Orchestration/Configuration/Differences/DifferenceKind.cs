namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>How something differs between trunk and branch.</summary>
public enum DifferenceKind
{
    /// <summary>Only the branch has it.</summary>
    Added,

    /// <summary>Only trunk has it.</summary>
    Removed,

    /// <summary>Both have it, with other settings.</summary>
    Changed,
}
