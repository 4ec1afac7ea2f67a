namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>A directory for one operation, with the index that git uses in it.</summary>
internal sealed class ScratchDirectory(string path) : IDisposable
{
    public string Index { get; } = Path.Join(path, "index");

    public void Dispose()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // What is left is removed with the store; the snapshot is complete without it.
        }
    }
}
