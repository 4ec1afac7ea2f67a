using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Verdicts;

/// <summary>Results of steps in few words.</summary>
internal static class Runs
{
    public static StepResult Step(string id, StepState state, params Evidence[] evidence) => new()
    {
        Id = id,
        Kind = "request",
        State = state,
        Summary = $"Summary of {id}.",
        Evidence = evidence,
        MetFork = state == StepState.Passed,
    };

    public static StepResult Passed(string id) => Step(id, StepState.Passed);

    public static StepResult Failed(string id) => Step(id, StepState.Failed);

    public static StepResult Skipped(string id) => Step(id, StepState.Skipped);

    public static StepResult Missed(string id) => Passed(id) with { MetFork = false };

    public static StepResult Cleanup(string id, StepState state) => Step(id, state) with { IsCleanup = true };

    public static Evidence Text(string title, int weight) => new() { Kind = EvidenceKind.Text, Title = title, Weight = weight };
}
