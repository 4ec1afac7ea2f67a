using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Git.Commands;

namespace AgentSandbox.Orchestration.Snapshots.GitTrees;

/// <summary>Our directory of objects and indexes, which is removed as a whole or not at all.</summary>
/// <remarks>Cached indexes refer to objects, so neither may be removed without the other.</remarks>
internal sealed class SnapshotStore
{
    private const string DoomedMark = ".old-";

    private readonly Lock _lock = new();
    private readonly string _objects;
    private int _users;

    public SnapshotStore(string commonDirectory)
    {
        _objects = GitObjectStores.ObjectsOf(commonDirectory);
        Root = Path.GetDirectoryName(_objects)!; // it is a path of four parts
    }

    public string Root { get; }

    /// <summary>Keeps the store in place until disposed.</summary>
    public IDisposable Use()
    {
        lock (_lock)
        {
            _users++;
            PrivateDirectory.Ensure(Path.GetDirectoryName(Root)!); // the state directory
            PrivateDirectory.Ensure(Root);
            PrivateDirectory.Ensure(_objects);
        }

        return new Release(this);
    }

    public ScratchDirectory CreateScratch()
    {
        var path = Path.Join(Root, "work", Guid.NewGuid().ToString("n"));
        PrivateDirectory.Ensure(path);
        return new ScratchDirectory(path);
    }

    /// <summary>Removes everything, unless somebody uses it.</summary>
    public bool TryRemove()
    {
        DeleteDoomed();
        var doomed = Root + DoomedMark + Guid.NewGuid().ToString("n");
        lock (_lock)
        {
            if (_users > 0 || !Directory.Exists(Root))
            {
                return false;
            }

            Directory.Move(Root, doomed);
        }

        DeleteDoomed();
        return true;
    }

    // Also what an earlier removal left because it was interrupted.
    private void DeleteDoomed()
    {
        var state = new DirectoryInfo(Path.GetDirectoryName(Root)!); // the state directory
        foreach (var doomed in state.Exists ? state.GetDirectories(GitObjectStores.DirectoryName + DoomedMark + "*") : [])
        {
            try
            {
                doomed.Delete(recursive: true);
            }
            catch (IOException)
            {
                // A git of another process still uses it; the next removal tries again.
            }
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _users--;
        }
    }

    private sealed class Release(SnapshotStore store) : IDisposable
    {
        private SnapshotStore? _store = store;

        public void Dispose() => Interlocked.Exchange(ref _store, null)?.Leave();
    }
}
