using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>Refuses a step that starts programs or reads files: a plan of one caller must do neither beside what belongs to others.</summary>
/// <remarks>The tree of a sandbox is whatever was written into the object, so not even its path can be trusted here.</remarks>
internal sealed class StepOfATree(string kind) : IStepRunner
{
    public string Kind => kind;

    public Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken) => Task.FromResult(StepFailures.Outcome(
        new SandboxFailure
        {
            Code = FailureCodes.TreeUnavailable,
            Category = FailureCategory.User,
            Message = $"The step '{step.Id}' was not run: this server is shared by a team, starts no programs and reads no files of a working tree.",
            Hint = "Run this plan with 'agent-sandbox plan run' where the tree is.",
        },
        services));
}
