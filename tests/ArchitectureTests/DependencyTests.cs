using System.Text.RegularExpressions;

namespace AgentSandbox.ArchitectureTests;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("src/Router", @"AgentSandbox\.(Orchestration|McpServer)\b", "the router knows routes only: hand it what it needs in a route table")]
    [InlineData("src/Orchestration", @"AgentSandbox\.McpServer\b", "orchestration knows no tools: return a result and let the presenter word it")]
    [InlineData("src/Orchestration/Engines", @"\bOrchestration\.Routing\b", "engines know forks, not routes: report an address and let the reconciler route it")]
    [InlineData("src/McpServer/Tools", @"\bEngines\.(Local|Kubernetes)\b", "tools know use cases, not engines: add what is missing to the use case")]
    [InlineData("src/Orchestration/UseCases", @"\bEngines\.(Local|Kubernetes)\b", "use cases work on either engine: add what is missing to ISandboxEngine or IBaseline")]
    [InlineData("src/Orchestration/Reconciling", @"\bEngines\.(Local|Kubernetes)\b", "the reconciler works on either engine: add what is missing to ISandboxEngine")]
    public void Folder_DoesNotUse(string folder, string forbidden, string because)
    {
        SourceTree.CSharp(folder).Should().NotBeEmpty("the folder exists");
        SourceTree.Mentioning(folder, forbidden).Should().BeEmpty(because);
    }

    [Theory]
    [InlineData(@"\bModelContextProtocol\b", "src/McpServer/", "the protocol's library stays in src/McpServer")]
    [InlineData(@"\bYamlDotNet\b", "src/Orchestration/Configuration/", "YAML is read in Orchestration/Configuration: take the model that it returns")]
    [InlineData(@"\bProcessStartInfo\b|\bSystem\.Diagnostics\.Process\b|(?<![\w.])Process\.(Start|GetProcess\w*|GetCurrentProcess)\b|\bnew Process\b", "src/Orchestration/Processes/", "processes are started and found in Orchestration/Processes alone: use IProcessLauncher, CommandRunner or ProcessTable")]
    public void Library_IsUsedInOneFolderOnly(string pattern, string folder, string because)
    {
        SourceTree.Mentioning("src", pattern).Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Should().NotBeEmpty("the pattern finds its home");
        SourceTree.Mentioning("src", pattern).Where(path => !path.StartsWith(folder, StringComparison.Ordinal)).Should().BeEmpty(because);
    }

    [Theory]
    [InlineData("Router", "")]
    [InlineData("Orchestration", "Router")]
    [InlineData("McpServer", "Orchestration")]
    public void Project_ReferencesOnlyTheNextOne(string project, string expected) =>
        string.Join(" ", Regex.Matches(SourceTree.Read($"src/{project}/{project}.csproj"), @"ProjectReference Include=""\.\./(\w+)/").Select(match => match.Groups[1].Value))
            .Should().Be(expected, "dependencies point one way: McpServer → Orchestration → Router");

    [Theory]
    [InlineData("Router", "YamlDotNet|ModelContextProtocol|Serilog|Spectre|System.CommandLine")]
    [InlineData("Orchestration", "ModelContextProtocol|Serilog|Spectre|System.CommandLine")]
    public void Project_ReferencesNoPackageOfAnUpperLayer(string project, string packages) =>
        SourceTree.Read($"src/{project}/{project}.csproj").Should().NotMatchRegex($@"PackageReference Include=""({packages})", "a library brings no surface of the program along");
}
