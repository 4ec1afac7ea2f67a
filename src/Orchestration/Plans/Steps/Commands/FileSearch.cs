using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>Finds files by globs below one directory, without following links, so that nothing outside is ever found.</summary>
internal static class FileSearch
{
    private const int MaxEntries = 100_000;

    private static readonly EnumerationOptions s_options = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
        RecurseSubdirectories = false,
    };

    /// <summary>Whether a directory is the tree itself or lies in it, all links resolved.</summary>
    public static bool IsInside(string tree, string directory)
    {
        var (root, real) = (RealPath.Resolve(tree), RealPath.Resolve(directory));
        return real == root || real.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>The matching files, by path.</summary>
    public static IReadOnlyList<FoundFile> Find(string directory, IReadOnlyList<FileGlob> globs)
    {
        var root = RealPath.Resolve(directory);
        var found = new SortedDictionary<string, FoundFile>(StringComparer.Ordinal);
        var left = MaxEntries;
        foreach (var glob in globs)
        {
            var start = Path.Join(root, glob.Start);

            // A link among the folders that the glob names would lead out as well as one that is found.
            if (Directory.Exists(start) && RealPath.Resolve(start) == Path.TrimEndingDirectorySeparator(start))
            {
                Walk(root, new DirectoryInfo(start), glob, glob.MaxDepth, found, ref left);
            }
        }

        return [.. found.Values];
    }

    /// <summary>The files that are new or changed since an earlier look; what lay there before says nothing about this run.</summary>
    public static IReadOnlyList<FoundFile> Fresh(IReadOnlyList<FoundFile> before, IReadOnlyList<FoundFile> after)
    {
        var known = before.ToHashSet();
        return [.. after.Where(file => !known.Contains(file))];
    }

    private static void Walk(string root, DirectoryInfo directory, FileGlob glob, int depth, SortedDictionary<string, FoundFile> found, ref int left)
    {
        try
        {
            foreach (var entry in directory.EnumerateFileSystemInfos("*", s_options))
            {
                if (--left < 0)
                {
                    return;
                }

                if (entry is DirectoryInfo child)
                {
                    if (depth > 1 && child.Name != ".git")
                    {
                        Walk(root, child, glob, depth - 1, found, ref left);
                    }
                }
                else if (entry is FileInfo file && Path.GetRelativePath(root, file.FullName).Replace('\\', '/') is var path && glob.Matches(path))
                {
                    found[path] = new FoundFile(path, file.FullName, file.Length, file.LastWriteTimeUtc);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It went away, or may not be read; what else there is can still be found.
        }
    }
}
