using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>What the failure of an operation means for the step that needed it.</summary>
internal static class StepFailures
{
    /// <summary>A step that could not do what it was to do.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="services">Removes secrets.</param>
    public static StepOutcome Outcome(SandboxFailure failure, IStepServices services) => new()
    {
        State = StateOf(failure),
        Summary = services.Redact(failure.Message),
        IsFinal = IsFinal(failure),
        Evidence =
        [
            new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = services.Redact($"{failure.Code}: {failure.Message}"),
                Weight = 90,
                Lines = [.. failure.Evidence.Take(40).Append(failure.Hint).Select(services.Redact)],
            },
        ],
    };

    // A request that broke off or took too long is a fact about what was tested. An argument is wrong for ever.
    // What is neither says only that the surroundings changed, and that decides nothing.
    private static StepState StateOf(SandboxFailure failure) => failure.Code switch
    {
        FailureCodes.RequestTimedOut or FailureCodes.RequestFailed or FailureCodes.NotRouted or FailureCodes.NotReached or FailureCodes.ForkCrashed => StepState.Failed,
        _ when IsFinal(failure) => StepState.Failed,
        _ => StepState.Inconclusive,
    };

    private static bool IsFinal(SandboxFailure failure) => failure is { Retryable: false, Category: FailureCategory.User or FailureCategory.Configuration }
        && failure.Code is not (FailureCodes.SandboxNotFound or FailureCodes.SandboxDeleting or FailureCodes.SandboxEnded or FailureCodes.RequestTimedOut);
}
