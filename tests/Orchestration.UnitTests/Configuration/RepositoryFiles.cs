namespace AgentSandbox.Orchestration.UnitTests.Configuration;

/// <summary>Finds files of this repository from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests must run below the repository."), relative);
    }
}
