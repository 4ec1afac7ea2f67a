using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Router;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>Reads from the routers' records alone whether a fork served a request. Never looks at responses.</summary>
internal static class ProofJudge
{
    public static RequestProof Judge(ProofInput input)
    {
        var hops = input.Snapshot.Hops;
        var met = hops
            .Where(hop => hop.AnsweredBy == HopAnswer.Fork && hop.Sandbox is not null && input.Sandboxes.Contains(hop.Sandbox))
            .Select(hop => new ForkMet(hop.Service, hop.Revision ?? 0))
            .Distinct()
            .ToList();
        var notMet = input.ForkedServices.Where(service => met.All(fork => fork.Service != service)).Order(StringComparer.Ordinal).ToList();
        var lost = FindLost(input, notMet);
        return new RequestProof
        {
            Verdict = VerdictOf(input, met, notMet, lost),
            Reason = ReasonOf(input, met, notMet, lost),
            ForksMet = met,
            ForksNotMet = notMet,
            Lost = lost,
            Hops = hops,
        };
    }

    private static ProofVerdict VerdictOf(ProofInput input, List<ForkMet> met, List<string> notMet, LostKey? lost) => 0 switch
    {
        _ when met.Count > 0 => ProofVerdict.Routed,
        _ when IsIncomplete(input) || Unjoined(input, notMet, lost) is not null => ProofVerdict.Unproven,
        _ when lost is not null || Elsewhere(input, notMet) is not null => ProofVerdict.NotRouted,
        _ => ProofVerdict.NotReached,
    };

    private static string ReasonOf(ProofInput input, List<ForkMet> met, List<string> notMet, LostKey? lost)
    {
        if (met.Count > 0)
        {
            var forks = string.Join(", ", met.Select(fork => $"{fork.Service} revision {fork.Revision}"));
            return lost is null
                ? $"The routers recorded answers by the fork of {forks}."
                : $"The routers recorded answers by the fork of {forks}; the key was lost on the way to {lost.MetInstead}.";
        }

        if (IsIncomplete(input))
        {
            return input.Snapshot is { Hops.Count: 0, Incomplete: null }
                ? "No router recorded the request."
                : "The routers' records of this request are not complete: " + (input.Snapshot.Incomplete ?? (input.Snapshot.Overflowed ? "it had too many hops." : "some hops have not ended."));
        }

        if (Unjoined(input, notMet, lost) is { } unjoined)
        {
            return $"Meanwhile {unjoined} got {input.KeyedStrays[unjoined]} request(s) with the key and without this request's ids: of another caller with the key, or of a service on the way that passes on x-sandbox-key alone. Pass on the whole baggage header.";
        }

        if (Elsewhere(input, notMet) is { } elsewhere)
        {
            return ReasonOf(elsewhere, input.Snapshot.Hops[0].Key);
        }

        return lost switch
        {
            { Certainty: ProofCertainty.Possible } => $"The key was lost in or after {lost.Service}: {lost.Cause}",
            { Certainty: ProofCertainty.Likely } => $"The key was probably lost in {lost.Service}: {lost.Cause}",
            not null => $"The key was lost in {lost.Service}: {lost.Cause}",
            null when input.ForkedServices.Count == 0 => "The sandbox has no forks, so only the baseline could answer.",
            null => $"The request kept its key and never came to {string.Join(" or ", notMet)}.",
        };
    }

    private static bool IsIncomplete(ProofInput input) =>
        input.Snapshot.Overflowed || input.Snapshot.Incomplete is not null || input.Snapshot.InFlight > 0 || input.Snapshot.Hops.Count == 0;

    /// <summary>A forked service that was asked with the key by somebody, when nothing more certain was seen.</summary>
    private static string? Unjoined(ProofInput input, List<string> notMet, LostKey? lost) =>
        lost is { Certainty: not ProofCertainty.Possible } || Elsewhere(input, notMet) is not null
            ? null
            : notMet.FirstOrDefault(service => input.KeyedStrays.GetValueOrDefault(service) > 0);

    /// <summary>A keyed hop at a forked service that the sandbox's fork did not answer.</summary>
    private static Hop? Elsewhere(ProofInput input, List<string> notMet) =>
        input.Snapshot.Hops.FirstOrDefault(hop => hop.Key is not null && notMet.Contains(hop.Service));

    private static string ReasonOf(Hop elsewhere, string? sent) => elsewhere switch
    {
        { Key: { } key } when sent is not null && key != sent => $"{elsewhere.Service} was asked with the key '{key}' instead of '{sent}': a service on the way replaced it.",
        { AnsweredBy: HopAnswer.Baseline } => $"{elsewhere.Service} was asked with the key and its baseline answered: the fork came or went while the request was under way.",
        { AnsweredBy: HopAnswer.Fork } => $"{elsewhere.Service} was asked with the key and the fork of sandbox '{elsewhere.Sandbox}' answered.",
        _ => $"The fork of {elsewhere.Service} was asked and could not answer ({elsewhere.ErrorCode ?? "no response was begun"}).",
    };

    private static LostKey? FindLost(ProofInput input, List<string> notMet)
    {
        var hops = input.Snapshot.Hops;
        var unkeyed = hops.FirstOrDefault(hop => hop.Key is null && notMet.Contains(hop.Service));
        if (unkeyed is not null)
        {
            return LostBefore(unkeyed, hops);
        }

        // A hop that lost the key further up explains a later one that lost the trace as well.
        var stray = notMet.FirstOrDefault(service => input.Unattributed.GetValueOrDefault(service) > 0);
        var last = hops.LastOrDefault(hop => hop is { Key: not null, External: false });
        return stray is null || last is null
            ? null
            : new LostKey(
                last.Service,
                stray,
                ProofCertainty.Possible,
                LossWords.Stray(stray, input.Unattributed[stray]));
    }

    /// <summary>The caller is the latest keyed hop that was at work when the first unkeyed request came.</summary>
    private static LostKey LostBefore(Hop met, IReadOnlyList<Hop> hops)
    {
        // A caller that is unkeyed itself got no key to pass on: the loss is before the first of them.
        var unkeyed = hops.FirstOrDefault(hop => hop.Key is null && HopCallers.WasOpen(hop, met)) ?? met;
        var open = HopCallers.OpenAt(hops, unkeyed).Where(hop => hop.Key is not null).ToList();
        var caller = open.LastOrDefault() ?? hops[0];

        // A hop names no caller. With several at work, one further up may have called beside the one that it waits for.
        return new LostKey(
            caller.Service,
            met.Service,
            open.Count == 1 ? ProofCertainty.Certain : ProofCertainty.Likely,
            LossWords.Traced(unkeyed.Service, unkeyed.Carriers));
    }
}
