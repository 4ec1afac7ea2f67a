using System.Runtime.CompilerServices;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>Compares with a file of the repository, or writes it when <c>UPDATE_GOLDEN=1</c> is set.</summary>
internal static class GoldenFile
{
    public static void Check(string path, string actual)
    {
        var file = Path.Combine(Root(), path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? ".");
            File.WriteAllText(file, actual);
        }

        File.Exists(file).Should().BeTrue("'{0}' is written by running this test with UPDATE_GOLDEN=1", path);
        actual.Should().Be(File.ReadAllText(file), "'{0}' is updated by running this test with UPDATE_GOLDEN=1", path);
    }

    private static string Root([CallerFilePath] string source = "")
    {
        // Deterministic builds map the source path, so the directory of the test's assembly is the fallback.
        for (var directory = Path.GetDirectoryName(File.Exists(source) ? source : AppContext.BaseDirectory); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "AgentSandbox.sln")))
            {
                return directory;
            }
        }

        throw new InvalidOperationException("No AgentSandbox.sln lies above the tests.");
    }
}
