using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.Orchestration.Snapshots.Directories;

/// <summary>Lists the files of a directory. Symbolic links are listed and never followed, so loops are no danger.</summary>
internal static class PlainTree
{
    /// <summary>The files, in the order of their paths.</summary>
    /// <exception cref="GitException">The directory, or one in it, cannot be read.</exception>
    public static IReadOnlyList<PlainFile> List(string root, IncludePatterns include, CancellationToken cancellationToken)
    {
        var files = new List<PlainFile>();
        try
        {
            Visit(new DirectoryInfo(root), "", wanted: true, include, files, cancellationToken);
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(root))
        {
            throw new GitException(GitProblem.DirectoryMissing, root, "The directory does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitException(GitProblem.FileAccess, root, e.Message);
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private static void Visit(
        DirectoryInfo directory, string prefix, bool wanted, IncludePatterns include, List<PlainFile> files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (entry is not DirectoryInfo child || entry.LinkTarget is not null)
            {
                if (wanted || include.Matches(path))
                {
                    files.Add(new PlainFile(path, new FileInfo(entry.FullName)));
                }

                continue;
            }

            var taken = wanted && !SkippedDirectories.IsSkipped(child);
            if (taken || (!include.IsEmpty && child.Name is not (".git" or RepositoryLocation.PlainStateName)))
            {
                VisitChild(child, path + "/", taken, include, files, cancellationToken);
            }
        }
    }

    private static void VisitChild(
        DirectoryInfo child, string prefix, bool wanted, IncludePatterns include, List<PlainFile> files, CancellationToken cancellationToken)
    {
        try
        {
            Visit(child, prefix, wanted, include, files, cancellationToken);
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted while we looked: it is not there.
        }
    }
}
