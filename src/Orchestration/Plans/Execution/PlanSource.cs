using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Where the plans of a working tree are, and which services they may name.</summary>
internal sealed class PlanSource(IBaseline baseline, string folder)
{
    public const string InlineName = "inline";

    public Task<IReadOnlyList<PlanSummary>> ListAsync(string tree, CancellationToken cancellationToken) =>
        PlanCatalog.ListAsync(tree, folder, Services(), cancellationToken);

    /// <summary>Reads a plan of the tree by its name, or one that is given as text.</summary>
    public async Task<Result<Plan>> GetAsync(string tree, string? name, string? inline, CancellationToken cancellationToken)
    {
        if (name is null == inline is null)
        {
            return OneOfBoth();
        }

        if (name is not null)
        {
            return await PlanCatalog.FindAsync(tree, folder, name, Services(), cancellationToken);
        }

        var read = PlanReader.Read(inline!, InlineName, Services()); // one of both is given
        return read.IsValid ? read.Plan : Invalid(read.Problems);
    }

    private List<string> Services() => [.. baseline.Services.Select(service => service.Name)];

    private static SandboxFailure OneOfBoth() => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = "Either the name of a plan or its text is needed, and not both.",
        Hint = "Pass 'plan' with a name of the plans folder, or 'inline' with the YAML of a plan.",
    };

    private static SandboxFailure Invalid(IReadOnlyList<ConfigurationProblem> problems) => new()
    {
        Code = FailureCodes.PlanInvalid,
        Category = FailureCategory.User,
        Message = $"The plan cannot be run; it has {problems.Count} problem(s).",
        Hint = "Correct each line below and call again.",
        Evidence = [.. problems.Select(problem => problem.Format(InlineName))],
    };
}
