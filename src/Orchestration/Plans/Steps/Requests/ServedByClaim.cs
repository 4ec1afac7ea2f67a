using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>Holds who answered, by the routers' records alone, against who had to.</summary>
internal static class ServedByClaim
{
    /// <summary>What a request says that met no fork: the lie that would otherwise be green.</summary>
    public const string TestedBaseline = "this tested the baseline";

    private const string Path = "served by";

    /// <summary>The claim that does not hold, or null. When the records decide nothing it is null too; see <see cref="IsOpen"/>.</summary>
    public static ClaimFailure? Failure(RequestStep step, RequestProof? proof) => (step.ServedBy, proof) switch
    {
        (ServedBy.Any, _) or (_, null) => null,
        (ServedBy.Baseline, { ForksMet.Count: > 0 }) => new ClaimFailure(Path, "the baseline alone", $"a fork: {Met(proof)}"),
        (ServedBy.Baseline, _) => null,
        (_, { Verdict: ProofVerdict.Routed }) => MissingForks(step, proof) is { Count: > 0 } missing
            ? new ClaimFailure(Path, $"the fork of {string.Join(" and of ", missing)}", $"{Met(proof)}; {proof.Reason}")
            : null,
        (_, { Verdict: ProofVerdict.Unproven }) => null,
        _ => new ClaimFailure(Path, "a fork of the sandbox", ForkRefused(proof) ? $"no answer by a fork: {proof.Reason}" : $"the baseline alone ({TestedBaseline}): {proof.Reason}"),
    };

    /// <summary>True when the records do not decide who answered although it matters.</summary>
    public static bool IsOpen(RequestStep step, RequestProof? proof) => step.ServedBy switch
    {
        ServedBy.Any => false,
        ServedBy.Baseline => proof is null or { Verdict: ProofVerdict.Unproven, ForksMet.Count: 0 },
        _ => proof is null or { Verdict: ProofVerdict.Unproven },
    };

    private static List<string> MissingForks(RequestStep step, RequestProof proof) =>
        [.. step.ServedByForks.Where(service => proof.ForksMet.All(fork => fork.Service != service))];

    private static string Met(RequestProof proof) => string.Join(", ", proof.ForksMet.Select(fork => $"{fork.Service} revision {fork.Revision}"));

    // Then it was the fork that was asked; saying that the baseline was tested would send the reader the wrong way.
    private static bool ForkRefused(RequestProof proof) =>
        proof.Hops.Any(hop => hop is { AnsweredBy: HopAnswer.Router, Sandbox: not null } or { ErrorCode: RouterErrorCodes.ForkUnavailable });
}
