using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>The plans of a tree: the <c>*.yaml</c> files of one folder.</summary>
public static class PlanCatalog
{
    /// <summary>Lists them by name, broken ones with their problems.</summary>
    /// <param name="treeDirectory">The working tree.</param>
    /// <param name="folder">The folder of the configuration, relative to the tree, such as <c>plans</c>.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<IReadOnlyList<PlanSummary>> ListAsync(
        string treeDirectory, string folder, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    /// <summary>Reads one by its name; a missing one is told with the nearest name, a broken one with all its problems.</summary>
    /// <param name="treeDirectory">The working tree.</param>
    /// <param name="folder">The folder of the configuration, relative to the tree, such as <c>plans</c>.</param>
    /// <param name="name">The plan's name, with or without the ending of its file.</param>
    /// <param name="knownServices">The services that exist; null to accept any name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<Result<Plan>> FindAsync(
        string treeDirectory, string folder, string name, IReadOnlyCollection<string>? knownServices, CancellationToken cancellationToken)
        => throw new NotSupportedException();
}
