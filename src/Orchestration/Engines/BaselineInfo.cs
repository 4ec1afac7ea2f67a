namespace AgentSandbox.Orchestration.Engines;

/// <summary>What the baseline runs.</summary>
/// <param name="Trunk">The configured ref; null when it runs a working directory.</param>
/// <param name="Commit">The commit it stays at; null without git.</param>
/// <param name="TrunkCommit">Where the ref points now; differs from <paramref name="Commit"/> when trunk has moved.</param>
/// <param name="Directory">Where its files are.</param>
public sealed record BaselineInfo(string? Trunk, string? Commit, string? TrunkCommit, string Directory)
{
    /// <summary>True when trunk has moved since the baseline was started.</summary>
    public bool IsBehind => Commit != TrunkCommit;

    /// <summary>What a person should know about its configuration; null when there is nothing.</summary>
    public string? Note { get; init; }
}
