namespace AgentSandbox.Orchestration.Git;

/// <summary>Decides which texts may reach git as the name of a commit, and which as a path in one.</summary>
internal static class GitReferences
{
    private const int MaxLength = 512;

    /// <exception cref="GitException">The text cannot be a reference.</exception>
    public static void RequireReference(string reference)
    {
        var reason = reference switch
        {
            "" => "It is empty.",
            { Length: > MaxLength } => $"It is longer than {MaxLength} characters.",
            ['-', ..] => "It starts with a dash, so git would take it for an option.",
            _ when reference.Any(char.IsControl) => "It contains control characters.",
            _ when reference.Contains("..", StringComparison.Ordinal) => "It names a range, not a commit.",
            _ when reference.Contains(':') => "It names a file or a search, not a commit.",
            _ => null,
        };
        if (reason is not null)
        {
            var shown = reference.Length > 80 ? reference[..80] + "…" : reference;
            throw new GitException(GitProblem.InvalidReference, shown, reason);
        }
    }

    /// <exception cref="GitException">The text is no object id.</exception>
    public static void RequireId(string id)
    {
        if (id.Length is < 40 or > 64 || !id.All(char.IsAsciiHexDigit))
        {
            throw new GitException(GitProblem.InvalidReference, id.Length > 80 ? id[..80] + "…" : id, "It is no full object id.");
        }
    }

    /// <exception cref="GitException">The path could leave the tree.</exception>
    public static void RequireRelativePath(string path)
    {
        if (path.Length == 0 || path.Contains('\0') || Path.IsPathRooted(path) || path.Split('/', '\\').Any(part => part is ".." or "."))
        {
            throw new GitException(GitProblem.InvalidPath, path, "It is not a path below the top of the tree.");
        }
    }
}
