namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>The files of a repository that a scan may look at: bounded in number, depth and size, and without links.</summary>
internal sealed class RepositoryTree
{
    private const int MaxFiles = 20_000;
    private const int MaxFolders = 5_000;
    private const int MaxDepth = 8;
    private const int MaxFileBytes = 256 * 1024;

    private static readonly HashSet<string> s_skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bin", "obj", "dist", "build", "out", "target", "vendor", "venv", "artifacts", "packages", "coverage", "__pycache__", "site-packages",
    };

    // "packages" holds restored packages in old .NET repositories, but the workspaces of many Node repositories.
    private static readonly string[] s_workspaceMarks = ["package.json", "pnpm-workspace.yaml", "lerna.json"];

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    private RepositoryTree(string root) => Root = root;

    public string Root { get; }

    /// <summary>Paths relative to the root, with <c>/</c>, ordered.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Whether a limit ended the listing early.</summary>
    public bool IsCut { get; private set; }

    public static RepositoryTree List(string root, CancellationToken cancellationToken)
    {
        var tree = new RepositoryTree(Path.GetFullPath(root));
        tree.Fill(cancellationToken);
        tree.Files = [.. tree._files.Order(StringComparer.Ordinal)];
        return tree;
    }

    public bool Has(string path) => _files.Contains(path);

    public IEnumerable<string> Named(string name) => Files.Where(file => NameOf(file) == name);

    public IEnumerable<string> In(string folder) => Files.Where(file => FolderOf(file) == folder);

    public static string NameOf(string file) => file[(file.LastIndexOf('/') + 1)..];

    public static string FolderOf(string file) => file.LastIndexOf('/') is > 0 and var slash ? file[..slash] : ".";

    public static string Combine(string folder, string name) => folder == "." ? name : $"{folder}/{name}";

    /// <summary>The text of a file of the listing; null when it is not there, too large or not readable.</summary>
    public string? ReadText(string path)
    {
        var file = new FileInfo(Path.Combine(Root, path));
        try
        {
            return Has(path) && file.LinkTarget is null && file.Length <= MaxFileBytes ? File.ReadAllText(file.FullName) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Fill(CancellationToken cancellationToken)
    {
        var queue = new Queue<(DirectoryInfo Folder, string Path, int Depth)>([(new DirectoryInfo(Root), "", 0)]);
        var folders = 0;
        while (queue.TryDequeue(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++folders > MaxFolders)
            {
                IsCut = true;
                return;
            }

            foreach (var entry in EntriesOf(next.Folder))
            {
                var path = next.Path + entry.Name;
                if (entry is DirectoryInfo folder)
                {
                    if (next.Depth < MaxDepth && !IsSkipped(folder, next.Folder))
                    {
                        queue.Enqueue((folder, path + "/", next.Depth + 1));
                    }
                }
                else if (_files.Count >= MaxFiles)
                {
                    IsCut = true;
                    return;
                }
                else
                {
                    _files.Add(path);
                }
            }
        }
    }

    private static bool IsSkipped(DirectoryInfo folder, DirectoryInfo parent)
        => folder.Name.StartsWith('.')
            || (s_skipped.Contains(folder.Name)
                && !(folder.Name == "packages" && s_workspaceMarks.Any(mark => File.Exists(Path.Combine(parent.FullName, mark)))));

    private static IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Device };
        try
        {
            return [.. folder.EnumerateFileSystemInfos("*", options).Take(MaxFiles).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
