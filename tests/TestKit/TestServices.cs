namespace AgentSandbox.TestKit;

/// <summary>Finds the service that the tests run as baseline and forks.</summary>
public static class TestServices
{
    /// <summary>The built assembly of <c>tests/TestService</c>.</summary>
    public static string Assembly { get; } = Find();

    private static string Find()
    {
        var bin = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", ".."));
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Join(bin, "TestService", configuration, "test-service.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build tests/TestService first.", path);
    }
}
