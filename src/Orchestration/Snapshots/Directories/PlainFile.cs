namespace AgentSandbox.Orchestration.Snapshots.Directories;

/// <summary>A file or symbolic link of a directory without git.</summary>
/// <param name="Path">From the top of the directory, with slashes.</param>
/// <param name="Info">The file itself.</param>
internal sealed record PlainFile(string Path, FileInfo Info)
{
    /// <summary>What a symbolic link points to, as it is written; null for a file.</summary>
    public string? LinkTarget => Info.LinkTarget;
}
