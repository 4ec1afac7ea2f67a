using System.Text.RegularExpressions;

namespace AgentSandbox.ArchitectureTests;

/// <summary>The files of this repository, from where the tests run.</summary>
internal static class SourceTree
{
    private static readonly string[] s_generated = ["obj", "bin", "artifacts", ".git", "node_modules"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> CSharp(string folder) => Files(folder, "*.cs");

    public static IReadOnlyList<string> Files(string folder, string pattern)
    {
        var full = Path.Join(Root, folder);
        return !Directory.Exists(full)
            ? []
            : [.. Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(s_generated.Contains))
                .Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Join(Root, path));

    /// <summary>Files of a folder whose code, without comments and texts, matches.</summary>
    public static IEnumerable<string> Mentioning(string folder, string pattern) =>
        CSharp(folder).Where(path => Regex.IsMatch(CodeOf(path), pattern));

    public static string CodeOf(string path) =>
        Regex.Replace(Read(path), """//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'""", match => match.Value[0] == '/' ? "" : "\"\"");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run below the repository.");
    }
}
