using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>Which baseline services a request will probably need, by who is configured to call whom.</summary>
internal static class BaselineReach
{
    /// <summary>The services that can be reached from the entries and are asleep.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="entries">Services that are asked first; unknown names are passed over.</param>
    /// <param name="forked">Services whose fork answers, so that their baseline is not needed.</param>
    public static List<BaselineService> Asleep(IBaseline baseline, IEnumerable<string> entries, IReadOnlyCollection<string> forked)
    {
        var services = baseline.Services.ToDictionary(service => service.Name);
        var found = entries.Where(services.ContainsKey).Select(name => services[name]).Distinct().ToList();
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(found[i].Calls.Where(services.ContainsKey).Select(name => services[name]).Except(found).ToList());
        }

        return [.. found.Where(service => service is { Kind: ServiceKind.Process, State: BaselineState.Dormant } && !forked.Contains(service.Name))];
    }
}
