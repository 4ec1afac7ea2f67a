using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Comparing the baseline with itself finds nothing and is green; this refuses it.</summary>
internal static class MetForkCheck
{
    private const string TestedBaseline = "this tested the baseline";

    /// <summary>The outcome when the sandbox's request did not meet a fork by the routers' records; null when it did.</summary>
    public static StepOutcome? Outcome(RequestProof? proof, Func<string, string> redact) => proof switch
    {
        { Verdict: ProofVerdict.Routed } => null,
        null or { Verdict: ProofVerdict.Unproven } => new StepOutcome
        {
            State = StepState.Inconclusive,
            Summary = redact($"Who answered is not proven: {proof?.Reason ?? "there are no records of the request."}"),
            Evidence = proof is null ? [] : [HopEvidence.Of(proof.Reason, 80, proof.Hops, redact)],
        },

        // Then it was the fork that was asked; saying that the baseline was tested would send the reader the wrong way.
        _ when proof.Hops.Any(hop => hop is { AnsweredBy: HopAnswer.Router, Sandbox: not null }) => Failed(proof, $"no answer by a fork: {proof.Reason}", redact),
        _ => Failed(proof, $"{TestedBaseline}: {proof.Reason}", redact),
    };

    private static StepOutcome Failed(RequestProof proof, string found, Func<string, string> redact) => new()
    {
        State = StepState.Failed,
        Summary = redact(char.ToUpperInvariant(found[0]) + found[1..]),
        Failures = [new ClaimFailure("served by", "a fork of the sandbox", redact(found))],
        Evidence = [HopEvidence.Of(char.ToUpperInvariant(found[0]) + found[1..], 100, proof.Hops, redact)],
    };
}
