using System.Text.RegularExpressions;

namespace AgentSandbox.ArchitectureTests;

public sealed partial class ShapeTests
{
    private const int MaxLines = 400;
    private const int MaxFiles = 15;

    [Fact]
    public void File_HasAtMost400Lines() =>
        SourceTree.CSharp("src").Concat(SourceTree.CSharp("tests")).Concat(SourceTree.CSharp("samples"))
            .Select(path => (path, lines: SourceTree.Read(path).Count(c => c == '\n')))
            .Where(file => file.lines > MaxLines)
            .Should().BeEmpty($"a file has at most {MaxLines} lines: give one of its jobs a type and a file of its own");

    [Fact]
    public void Folder_HasAtMost15Files() =>
        SourceTree.CSharp("src")
            .GroupBy(path => Path.GetDirectoryName(path)!)
            .Where(folder => folder.Count() > MaxFiles)
            .Select(folder => $"{folder.Key}: {folder.Count()}")
            .Should().BeEmpty($"a folder has at most {MaxFiles} files: move those of one capability to a sub-folder with a name worth having");

    [Fact]
    public void File_HoldsOneTypeOfItsName() =>
        SourceTree.CSharp("src")
            .Where(path => path is not "src/McpServer/Program.cs")
            .Select(path => (path, types: TypePattern().Matches(SourceTree.Read(path)).Select(match => match.Groups[1].Value).ToList()))
            .Where(file => file.types.Count != 1 || file.types[0] != Path.GetFileName(file.path).Split('.')[0])
            .Select(file => $"{file.path}: {string.Join(", ", file.types)}")
            .Should().BeEmpty("a file holds one top-level type and has its name: move the others to files of their own");

    [Fact]
    public void Namespace_FollowsTheFolder() =>
        SourceTree.CSharp("src")
            .Where(path => path is not "src/McpServer/Program.cs")
            .Where(path => !SourceTree.Read(path).Contains($"\nnamespace AgentSandbox.{Path.GetDirectoryName(path)!["src/".Length..].Replace('/', '.')};", StringComparison.Ordinal)
                && !SourceTree.Read(path).StartsWith($"namespace AgentSandbox.{Path.GetDirectoryName(path)!["src/".Length..].Replace('/', '.')};", StringComparison.Ordinal))
            .Should().BeEmpty("the namespace is AgentSandbox and the folder's path: change the namespace, or move the file");

    [Fact]
    public void Source_HasNoLeftovers() =>
        SourceTree.CSharp("src")
            .Where(path => Regex.IsMatch(SourceTree.Read(path), @"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException"))
            .Should().BeEmpty("what is left to do stands in an issue: finish it, or take the remark out");

    [Fact]
    public void FolderReadme_NamesOnlyTypesThatExist()
    {
        var types = SourceTree.CSharp("src").Select(path => Path.GetFileName(path).Split('.')[0]).ToHashSet();

        SourceTree.Files("src", "README.md")
            .SelectMany(path => TypeNamePattern().Matches(SourceTree.Read(path)).Select(match => (path, name: match.Groups[1].Value)))
            .Where(mention => !types.Contains(mention.name))
            .Should().BeEmpty("a README names what exists: correct the name");
    }

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|unsafe|ref) )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>?]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`")]
    private static partial Regex TypeNamePattern();
}
