namespace AgentSandbox.Orchestration.Snapshots;

/// <summary>Where the files of a snapshot are kept.</summary>
public enum SnapshotKind
{
    /// <summary>As objects of git; the files can be written again after the tree changed or was deleted.</summary>
    Git,

    /// <summary>Only in the directory itself, which has no git; writing them copies what is there at that time.</summary>
    Directory,
}
