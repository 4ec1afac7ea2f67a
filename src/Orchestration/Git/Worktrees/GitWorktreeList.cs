namespace AgentSandbox.Orchestration.Git.Worktrees;

/// <summary>Reads <c>git worktree list --porcelain -z</c>: records of lines, each ended by NUL, an empty line between.</summary>
internal static class GitWorktreeList
{
    public static IReadOnlyList<GitWorktree> Parse(string text)
    {
        var records = text.Split("\0\0", StringSplitOptions.RemoveEmptyEntries);
        return [.. records.Select((record, index) => ParseRecord(record.Split('\0'), index == 0))];
    }

    private static GitWorktree ParseRecord(string[] lines, bool isMain)
    {
        var path = Value(lines, "worktree") ?? "";
        var commit = Value(lines, "HEAD");
        return new GitWorktree
        {
            Path = path,
            Commit = commit is null || commit.All(digit => digit == '0') ? null : commit,
            Branch = Value(lines, "branch") is { } branch ? GitRepository.ShortBranch(branch) : null,
            IsMain = isMain,
            IsMissing = !Directory.Exists(path),
        };
    }

    private static string? Value(string[] lines, string label) =>
        lines.FirstOrDefault(line => line.StartsWith(label + " ", StringComparison.Ordinal))?[(label.Length + 1)..];
}
