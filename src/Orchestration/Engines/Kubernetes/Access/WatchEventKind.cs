namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>What a watch tells.</summary>
internal enum WatchEventKind
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to this version.</summary>
    Bookmark,
}
