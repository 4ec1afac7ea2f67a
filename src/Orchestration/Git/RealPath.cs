namespace AgentSandbox.Orchestration.Git;

/// <summary>Absolute paths without symbolic links, so that one directory has one name.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves every link on the way; parts that do not exist are kept as they are.</summary>
    public static string Resolve(string path)
    {
        var links = 0;
        return Path.TrimEndingDirectorySeparator(Resolve(Path.GetFullPath(path), ref links));
    }

    private static string Resolve(string path, ref int links)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var resolved = Path.Join(Resolve(parent, ref links), Path.GetFileName(path));
        var target = new FileInfo(resolved).LinkTarget;
        if (target is null || ++links > MaxLinks)
        {
            return resolved;
        }

        return Resolve(Path.GetFullPath(target, Path.GetDirectoryName(resolved) ?? "/"), ref links);
    }
}
