namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Guesses the trunk out of git's files, without running git.</summary>
internal static class GitTrunk
{
    private const int MaxBytes = 1024 * 1024;
    private const string OriginPrefix = "ref: refs/remotes/origin/";
    private const string BranchPrefix = "ref: refs/heads/";

    public static string? Find(string root)
    {
        if (CommonDirectory(root) is not { } git)
        {
            return null;
        }

        var packed = Read(Path.Combine(git, "packed-refs")) ?? "";
        var origin = Read(Path.Combine(git, "refs", "remotes", "origin", "HEAD"))?.Trim();
        var head = Read(Path.Combine(git, "HEAD"))?.Trim();
        string?[] candidates =
        [
            origin?.StartsWith(OriginPrefix, StringComparison.Ordinal) == true ? origin[OriginPrefix.Length..] : null,
            "main",
            "master",
            "trunk",
            "develop",
            head?.StartsWith(BranchPrefix, StringComparison.Ordinal) == true ? head[BranchPrefix.Length..] : null,
        ];
        return candidates.OfType<string>().FirstOrDefault(branch => IsBranch(git, branch, packed));
    }

    private static bool IsBranch(string git, string branch, string packed)
        => !branch.Contains("..", StringComparison.Ordinal)
            && (File.Exists(Path.Combine(git, "refs", "heads", branch))
                || packed.Split('\n').Any(line => line.TrimEnd().EndsWith($" refs/heads/{branch}", StringComparison.Ordinal)));

    // In a linked worktree ".git" is a file that names its directory, which in turn names the common one.
    private static string? CommonDirectory(string root)
    {
        var git = Path.Combine(root, ".git");
        if (Directory.Exists(git))
        {
            return git;
        }

        const string Prefix = "gitdir: ";
        if (Read(git)?.Trim() is not { } link || !link.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var own = Path.GetFullPath(link[Prefix.Length..], root);
        return Read(Path.Combine(own, "commondir"))?.Trim() is { Length: > 0 } common ? Path.GetFullPath(common, own) : own;
    }

    private static string? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaxBytes ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
