using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>The pure step from what is known of sandboxes to what routers do.</summary>
internal static class RouteTableBuilder
{
    public static RouteTable Build(
        long generation,
        IReadOnlyList<BaselineService> baseline,
        IReadOnlyList<SandboxRecord> sandboxes,
        IReadOnlyList<EndedKey> endedKeys,
        IRunKeySource runs,
        IReadOnlyList<RouteGroup> groups,
        UnknownKeyPolicy unknownKeys)
    {
        var keys = new Dictionary<string, KeyRoute>(StringComparer.Ordinal);
        foreach (var ended in endedKeys)
        {
            keys[ended.Key] = Ended(ended.Key, ended.Reason);
        }

        foreach (var record in sandboxes)
        {
            keys[record.Spec.Id.Value] = record switch
            {
                { Spec.Deletion: { } deletion } => Ended(record.Spec.Id.Value, deletion.Reason),
                { Refusal: { } refusal } => Ended(record.Spec.Id.Value, $"the sandbox was not accepted: {refusal.Message}"), // never the baseline instead
                _ => Live(record),
            };
        }

        foreach (var run in runs.Ended)
        {
            keys[run.Key.Value] = Ended(run.Key.Value, "the plan run that it belonged to has ended");
        }

        foreach (var run in runs.Live)
        {
            if (run.Sandbox is null)
            {
                keys[run.Key.Value] = new KeyRoute { Key = run.Key, Sandbox = run.Key.Value, State = KeyState.Live };
            }
            else if (keys.TryGetValue(run.Sandbox.Value.Value, out var route))
            {
                keys[run.Key.Value] = route with { Key = run.Key };
            }
        }

        var records = sandboxes.ToDictionary(record => record.Spec.Id);
        var runKeys = runs.Live.Select(run => run.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            if (RouteGroups.RouteOf(RouteGroups.Judge(group, records.GetValueOrDefault, runKeys.Contains), keys) is { } route)
            {
                keys[group.Name.Value] = route;
            }
        }

        return new RouteTable(generation, complete: true, baseline.Select(Route), keys.Values) { UnknownKeys = unknownKeys };
    }

    private static BaselineRoute Route(BaselineService service) => new()
    {
        Service = service.Name,
        Protocol = service.Protocol,
        State = service.State,
        Address = service.Address,
        Reason = service.Failure?.Message,
        External = service.Kind == ServiceKind.External,
        CarryKey = service.CarryKey,
    };

    private static KeyRoute Ended(string key, string reason) => new()
    {
        Key = RoutingKey.Parse(key),
        Sandbox = key,
        State = KeyState.Ended,
        EndReason = reason,
    };

    private static KeyRoute Live(SandboxRecord record) => new()
    {
        Key = record.Spec.Id.Key,
        Sandbox = record.Spec.Id.Value,
        State = KeyState.Live,
        Forks = record.Spec.Forks.Values.ToDictionary(
            fork => fork.Service,
            fork => Fork(record, fork),
            StringComparer.Ordinal),
    };

    /// <summary>
    /// A wanted fork always has a route: while nothing serves, the route says why. Without one the router would
    /// answer from the baseline, which is the lie that this project exists against.
    /// </summary>
    private static ForkRoute Fork(SandboxRecord record, ForkSpec spec)
    {
        var status = record.Forks.GetValueOrDefault(spec.Service);
        var serving = status?.Serving;
        var down = serving?.Down;
        return new ForkRoute
        {
            Sandbox = record.Spec.Id.Value,
            Service = spec.Service,
            Revision = serving?.Revision ?? spec.Revision,
            State = serving is not null && down is null ? ForkState.Ready : ForkState.Unavailable,
            Address = down is null ? serving?.Address : null,
            Reason = down?.Message ?? (serving is null ? Missing(spec, status) : null),
        };
    }

    private static string Missing(ForkSpec spec, ForkStatus? status) => status switch
    {
        { Failure: { } failure } => failure.Message,
        null => $"Revision {spec.Revision} of the fork waits to be built.",
        _ => $"Revision {spec.Revision} of the fork is not ready: {status.Phase.ToString().ToLowerInvariant()}.",
    };
}
