using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterScale;

/// <summary>The metrics of the elected operator, read through a port-forward.</summary>
internal sealed class OperatorPage : IDisposable
{
    private readonly HttpClient _client;

    private OperatorPage(HttpClient client) => _client = client;

    /// <summary>Waits for an elected replica, and stays with it.</summary>
    public static async Task<OperatorPage> OpenAsync(Place place)
    {
        while (true)
        {
            var lease = await place.Api.GetAsync(ResourceKinds.Leases, place.Namespace, "agent-sandbox-operator", CancellationToken.None);
            if (lease.IsSuccess && lease.Value.TextAt("spec", "holderIdentity")?.Split('_')[0] is { Length: > 0 } pod)
            {
                return new OperatorPage(new HttpClient(new SocketsHttpHandler
                {
                    ConnectCallback = async (_, cancellationToken) => Place.Get(await place.Api.OpenPortAsync(place.Namespace, pod, Programs.AdminPort, cancellationToken)),
                })
                { BaseAddress = new Uri("http://operator") });
            }

            await Task.Delay(200);
        }
    }

    public async Task<Sample> ReadAsync()
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in (await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n'))
        {
            var space = line.LastIndexOf(' ');
            if (space > 0 && line[0] != '#')
            {
                values[line[..space]] = double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture);
            }
        }

        return new Sample(values);
    }

    public void Dispose() => _client.Dispose();
}
