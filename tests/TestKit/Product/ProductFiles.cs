namespace AgentSandbox.TestKit.Product;

/// <summary>Finds the built program.</summary>
public static class ProductFiles
{
    /// <summary>The assembly to give to <c>dotnet</c>.</summary>
    public static string Assembly { get; } = Find();

    private static string Find()
    {
        var bin = Path.GetFullPath(Path.Join(AppContext.BaseDirectory, "..", ".."));
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Join(bin, "McpServer", configuration, "agent-sandbox.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("Build src/McpServer first.", path);
    }
}
