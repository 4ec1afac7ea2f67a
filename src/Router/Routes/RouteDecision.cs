using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Problems;

namespace AgentSandbox.Router.Routes;

/// <summary>Where one request goes. Made from the table, the service and the carriers alone.</summary>
internal readonly record struct RouteDecision
{
    public required RouteOutcome Outcome { get; init; }

    /// <summary>The live key; null for unkeyed requests and unknown keys.</summary>
    public KeyRoute? Key { get; init; }

    public ForkRoute? Fork { get; init; }

    public BaselineRoute? Baseline { get; init; }

    public RouterProblem? Problem { get; init; }

    /// <summary>The request carries a value that no table has, and that was not ours to refuse.</summary>
    public bool UnknownKey { get; init; }

    public static RouteDecision Decide(RouteTable table, string service, in CarrierReading reading)
    {
        if (reading.ConflictingKey is { } second)
        {
            return Refuse(RouteProblems.KeyConflict(service, reading.Key.ToString(), second));
        }

        if (reading.Origin == KeyOrigin.None)
        {
            return ToBaseline(table, service, key: null, unknownKey: false);
        }

        if (!table.Complete)
        {
            return Refuse(RouteProblems.TableIncomplete(service, reading.Key.ToString()));
        }

        return table.TryGetKey(reading.Key.Span, out var key)
            ? DecideKeyed(table, service, key)
            : DecideUnknown(table, service, reading);
    }

    private static RouteDecision DecideKeyed(RouteTable table, string service, KeyRoute key)
    {
        if (key.State == KeyState.Ended)
        {
            return Refuse(RouteProblems.KeyEnded(service, key));
        }

        if (!key.Forks.TryGetValue(service, out var fork))
        {
            return ToBaseline(table, service, key, unknownKey: false);
        }

        table.TryGetService(service, out var baseline);
        return fork.State == ForkState.Ready
            ? new RouteDecision { Outcome = RouteOutcome.Fork, Key = key, Fork = fork, Baseline = baseline }
            : new RouteDecision { Outcome = RouteOutcome.Refuse, Key = key, Fork = fork, Problem = RouteProblems.ForkUnavailable(key, fork) };
    }

    private static RouteDecision DecideUnknown(RouteTable table, string service, in CarrierReading reading) =>
        reading.Origin == KeyOrigin.Own && table.UnknownKeys == UnknownKeyPolicy.Refuse
            ? Refuse(RouteProblems.KeyUnknown(service, reading.Key.ToString()))
            : ToBaseline(table, service, key: null, unknownKey: true);

    private static RouteDecision ToBaseline(RouteTable table, string service, KeyRoute? key, bool unknownKey)
    {
        var text = key?.Key.Value;
        if (!table.TryGetService(service, out var baseline))
        {
            return Refuse(table.Complete ? RouteProblems.ServiceUnknown(service, text) : RouteProblems.TableIncomplete(service, text)) with { Key = key };
        }

        var decision = new RouteDecision { Outcome = RouteOutcome.Baseline, Key = key, Baseline = baseline, UnknownKey = unknownKey };
        return baseline.State switch
        {
            BaselineState.Ready => decision,
            BaselineState.Dormant => decision with { Outcome = RouteOutcome.StartBaseline },
            BaselineState.Absent => decision with { Outcome = RouteOutcome.Refuse, Problem = RouteProblems.BaselineAbsent(service, text, baseline.Reason) },
            _ => decision with { Outcome = RouteOutcome.Refuse, Problem = RouteProblems.BaselineUnavailable(service, text, baseline.Reason) },
        };
    }

    private static RouteDecision Refuse(RouterProblem problem) => new() { Outcome = RouteOutcome.Refuse, Problem = problem };
}
