using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>The replica of the operator that acts.</summary>
internal sealed class ElectedOperator(IKubernetesApi api, string @namespace)
{
    private const string Lease = "agent-sandbox-operator";

    /// <summary>The name of its pod; null while nobody is elected.</summary>
    public async Task<string?> PodAsync() =>
        (await api.GetAsync(ResourceKinds.Leases, @namespace, Lease, CancellationToken.None)).Value.TextAt("spec", "holderIdentity")?.Split('_')[0] is { Length: > 0 } pod ? pod : null;

    /// <summary>Ends it without a grace, as a node that fails, and waits until another one is elected.</summary>
    public async Task KillAsync()
    {
        string? before = null;
        await Eventually.True(async () => (before = await PodAsync()) is not null, "an operator is elected");
        await api.DeleteAsync(ResourceKinds.Pods, @namespace, before!, new DeleteOptions(GraceSeconds: 0), CancellationToken.None); // the condition held
        await Eventually.True(async () => await PodAsync() is { } now && now != before, "another operator is elected");
    }

    /// <summary>The lease as an object, to be written by a test.</summary>
    public async Task<System.Text.Json.Nodes.JsonObject> LeaseAsync() => (await api.GetAsync(ResourceKinds.Leases, @namespace, Lease, CancellationToken.None)).Get();

    /// <summary>A metric of each replica, summed over its labels.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MetricAsync(string name, Func<string, bool>? labels = null)
    {
        using var client = new HttpClient();
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        var pods = (await api.ListAsync(ResourceKinds.Pods, @namespace, new ListOptions { LabelSelector = $"{KnownNames.ComponentLabel}={KnownNames.OperatorComponent}" }, CancellationToken.None)).Get().Items;
        foreach (var pod in pods.Where(pod => pod.TextAt("status", "podIP") is not null && pod.TextAt("metadata", "deletionTimestamp") is null))
        {
            try
            {
                var text = await client.GetStringAsync(new Uri($"http://{pod.TextAt("status", "podIP")}:9901/metrics"));
                values[pod.Name()] = text.Split('\n')
                    .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{' && labels?.Invoke(line) != false)
                    .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
            }
            catch (HttpRequestException)
            {
                // it is just beginning, or ending
            }
        }

        return values;
    }
}
