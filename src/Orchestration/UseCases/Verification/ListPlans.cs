using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Lists the plans of a working tree with their purposes.</summary>
public sealed class ListPlans
{
    private readonly PlanSource _plans;

    internal ListPlans(PlanSource plans) => _plans = plans;

    /// <summary>Returns all of them, also those that have problems.</summary>
    /// <param name="tree">The working tree.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public Task<IReadOnlyList<PlanSummary>> ExecuteAsync(string tree, CancellationToken cancellationToken) => _plans.ListAsync(tree, cancellationToken);
}
