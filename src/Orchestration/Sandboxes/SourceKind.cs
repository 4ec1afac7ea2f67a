namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>Where the files of a revision came from.</summary>
public enum SourceKind
{
    /// <summary>A snapshot of a working tree, uncommitted and untracked files included.</summary>
    Tree,

    /// <summary>A commit that a ref named when the fork was deployed.</summary>
    Ref,

    /// <summary>A container image that was built elsewhere, or the baseline's own with other settings; there are no files.</summary>
    Image,
}
