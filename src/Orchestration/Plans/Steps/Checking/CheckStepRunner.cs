using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Checking;

/// <summary>Holds captured values and parameters against claims.</summary>
internal sealed class CheckStepRunner : IStepRunner
{
    public string Kind => StepKinds.Check;

    public Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var check = (CheckStep)step;
        var failures = ExpectationEvaluator.Evaluate(services.Values, check.Expect, services)
            .Select(failure => new ClaimFailure(services.Redact(failure.Path), services.Redact(failure.Expected), services.Redact(failure.Found)))
            .ToList();
        return Task.FromResult(new StepOutcome
        {
            State = failures.Count == 0 ? StepState.Passed : StepState.Failed,
            Summary = failures.Count switch
            {
                0 => $"{check.Expect.Count} claim{(check.Expect.Count == 1 ? " holds" : "s hold")}.",
                1 => failures[0].ToString(),
                _ => $"{failures.Count} claims do not hold: {failures[0]}; …",
            },
            Failures = failures,
            Evidence = failures.Count == 0 ? [] : [new Evidence { Kind = EvidenceKind.Text, Title = failures[0].ToString(), Weight = 90, Lines = [.. failures.Select(failure => failure.ToString())] }],
            Output = services.Values,

            // The values of one run do not change any more, so the same claims fail again.
            IsFinal = true,
        });
    }
}
