using System.CommandLine;
using AgentSandbox.McpServer.Bridge;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.McpServer.CommandLine.Plans;

/// <summary>The working tree whose plans are meant, wherever in it the command was started.</summary>
internal sealed record PlanTree
{
    private const string DefaultFolder = "plans";

    public required string Root { get; init; }

    /// <summary>The folder of the plans, relative to the root.</summary>
    public required string Folder { get; init; }

    /// <summary>The services of the tree's configuration; null, so that any name is accepted, when it has none that can be read.</summary>
    public IReadOnlyCollection<string>? Services { get; init; }

    public static async Task<PlanTree> FindAsync(CommandContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = context.WorkspaceOf(parsed);

        // A directory of no repository may hold plans all the same: reading them needs nothing else.
        var location = await context.Control.LocateAsync(workspace, cancellationToken);
        var root = location.IsSuccess ? location.Value.Root : workspace;
        var read = await ConfigurationReader.ReadFileAsync(Path.Join(root, SandboxConfiguration.FileName), Environment.GetEnvironmentVariable, cancellationToken);
        return new PlanTree { Root = root, Folder = read.Configuration?.Plans ?? DefaultFolder, Services = read.Configuration?.Services.Keys.ToList() };
    }

    /// <summary>The files of all its plans, as a path from the current directory.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellationToken)
    {
        var plans = await PlanCatalog.ListAsync(Root, Folder, Services, cancellationToken);
        return [.. plans.Select(plan => Path.GetRelativePath(WorkingDirectory.Current, Path.Join(Root, plan.File)))];
    }
}
