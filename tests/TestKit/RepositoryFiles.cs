namespace AgentSandbox.TestKit;

/// <summary>Finds files of the repository that the tests were built in. Source paths of the compiler are of no use: CI builds map them.</summary>
public static class RepositoryFiles
{
    public static string Root { get; } = Find();

    public static string At(params string[] parts) => Path.Join([Root, .. parts]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Join(directory.FullName, "AgentSandbox.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"'{AppContext.BaseDirectory}' is not below the repository.");
    }
}
