namespace AgentSandbox.Orchestration.Snapshots.Directories;

/// <summary>The directories that a snapshot leaves out where there is no git to say what is ignored.</summary>
/// <remarks><c>include:</c> brings them back.</remarks>
public static class SkippedDirectories
{
    private static readonly string[] s_dotnet = ["*.csproj", "*.fsproj", "*.vbproj"];

    /// <summary>
    /// The names, each with the files of which one must lie beside the directory; none means always. Without them a
    /// <c>bin</c> is more likely a folder of scripts than what a build left.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Names { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [".agent-sandbox"] = [],
        [".git"] = [],
        ["node_modules"] = [],
        [".venv"] = [],
        ["__pycache__"] = [],
        ["bin"] = s_dotnet,
        ["obj"] = s_dotnet,
        ["target"] = ["Cargo.toml", "pom.xml", "build.sbt"],
    };

    internal static bool IsSkipped(DirectoryInfo directory) =>
        Names.TryGetValue(directory.Name, out var beside)
        && (beside.Count == 0 || beside.Any(pattern => directory.Parent?.EnumerateFiles(pattern).Any() == true));
}
