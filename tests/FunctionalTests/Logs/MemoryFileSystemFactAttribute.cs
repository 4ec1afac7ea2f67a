namespace AgentSandbox.FunctionalTests.Logs;

/// <summary>A test on a file system that cannot remove the beginning of a file.</summary>
public sealed class MemoryFileSystemFactAttribute : FactAttribute
{
    public const string Root = "/dev/shm";

    public MemoryFileSystemFactAttribute()
    {
        if (!Directory.Exists(Root))
        {
            Skip = $"Needs {Root}, a file system in memory, which rotates by copying and emptying.";
        }
    }
}
