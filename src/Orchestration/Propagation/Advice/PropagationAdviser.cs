using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Propagation.Advice;

/// <summary>Says what to change in a service of the baseline or of a sandbox.</summary>
internal sealed class PropagationAdviser(IBaseline baseline)
{
    private const string Switch = "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION";

    public async Task<string> AdviseAsync(string service, HopCarriers arrived, SandboxRecord? sandbox, CancellationToken cancellationToken)
    {
        if (sandbox?.Spec.Forks.GetValueOrDefault(service)?.Environment.TryGetValue(Switch, out var value) == true && value is "0" or "false")
        {
            return $"{service}: its fork was deployed with {Switch}={value}, which keeps HttpClient from passing on baggage and traceparent; deploy_fork it without.";
        }

        var source = baseline.Services.FirstOrDefault(candidate => candidate.Name == service)?.Source;
        var root = (await baseline.DescribeAsync(cancellationToken)).Directory;
        var stack = source is null ? null : StackFinder.Find(Path.GetFullPath(Path.Join(root, source)));
        return PropagationAdvice.For(service, stack, arrived);
    }
}
