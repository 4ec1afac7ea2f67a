using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>The operator's own measurement: from a table's publication until the last ready router had applied it.</summary>
internal static class Acknowledgements
{
    private const string Name = "agentsandbox_table_acknowledged_seconds";

    /// <summary>How many tables were in force within each bound so far, all operator pods together.</summary>
    public static async Task<SortedDictionary<double, double>> ReadAsync(Workspace workspace)
    {
        var counts = new SortedDictionary<double, double>();
        foreach (var pod in await workspace.ListAsync(ResourceKinds.Pods, workspace.Namespace, $"{KnownNames.ComponentLabel}={KnownNames.OperatorComponent}"))
        {
            foreach (var line in (await MetricsAsync(workspace, pod.Name())).Split('\n').Where(line => line.StartsWith(Name + "_bucket{", StringComparison.Ordinal)))
            {
                var bound = line.Split('"')[1];
                var key = bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
                counts[key] = counts.GetValueOrDefault(key) + double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
            }
        }

        return counts;
    }

    /// <summary>Bounds with the share of the tables between two readings that were in force within them.</summary>
    public static IReadOnlyList<(double Bound, double Share)> Between(SortedDictionary<double, double> before, SortedDictionary<double, double> after)
    {
        var all = after.GetValueOrDefault(double.PositiveInfinity) - before.GetValueOrDefault(double.PositiveInfinity);
        return all <= 0 ? [] : [.. after.Keys.Select(bound => (bound, (after[bound] - before.GetValueOrDefault(bound)) / all))];
    }

    private static async Task<string> MetricsAsync(Workspace workspace, string pod)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var opened = await workspace.Api.OpenPortAsync(workspace.Namespace, pod, Programs.AdminPort, cancellationToken);
                return opened.IsSuccess ? opened.Value : throw new HttpRequestException($"{opened.Failure}");
            },
        };
        using var client = new HttpClient(handler);
        return await client.GetStringAsync(new Uri("http://operator/metrics"));
    }
}
