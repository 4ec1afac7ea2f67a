using System.Net;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Serving;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables.Pulling;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.FunctionalTests.Routers;

public sealed class TableServerTests : IAsyncDisposable
{
    private const string Namespace = "shop";

    private readonly List<IAsyncDisposable> _open = [];

    [Fact]
    public async Task Table_IsAcknowledgedOnlyWhenItIsApplied()
    {
        var server = await ServeAsync();
        var apply = new TaskCompletionSource();
        var received = new TaskCompletionSource<WireTable>();
        Poll(server, async table =>
        {
            received.TrySetResult(table);
            await apply.Task;
        });

        var version = server.Publish(Namespace, Table("pr-1"));
        var acknowledged = server.WhenAcknowledgedAsync(Namespace, version, () => ["r-1"], CancellationToken.None);

        (await received.Task.WaitAsync(TestTimeouts.Default)).Should().BeEquivalentTo(Table("pr-1") with { Version = version });
        acknowledged.IsCompleted.Should().BeFalse();
        apply.SetResult();
        await acknowledged.WaitAsync(TestTimeouts.Default);
        server.Acknowledged(Namespace).Should().Contain("r-1", version);
        var metrics = new MetricsText();
        server.WriteMetrics(metrics);
        metrics.ToString().Should().Contain("agentsandbox_table_acknowledged_seconds_count 1");
    }

    [Fact]
    public async Task ReplicaThatIsNotElected_SendsRoutersToTheElectedOne()
    {
        var elected = await ServeAsync();
        var other = await ServeAsync(() => TableOwner.At(new Uri($"http://{elected.Endpoint}")));
        Poll(other, _ => Task.CompletedTask);

        var version = elected.Publish(Namespace, Table("pr-1"));

        await elected.WhenAcknowledgedAsync(Namespace, version, () => ["r-1"], CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }

    [Fact]
    public async Task ElectedReplicaThatDies_IsReplacedByWhomTheServiceNames()
    {
        var first = await ServeAsync();
        var elected = TableOwner.At(new Uri($"http://{first.Endpoint}"));
        var service = await ServeAsync(() => elected);
        Poll(service, _ => Task.CompletedTask);
        await first.WhenAcknowledgedAsync(Namespace, first.Publish(Namespace, Table("pr-1")), () => ["r-1"], CancellationToken.None).WaitAsync(TestTimeouts.Default);

        await first.DisposeAsync();
        elected = TableOwner.Here;
        service.OwnerChanged();
        var version = service.Publish(Namespace, Table("pr-1"));

        await service.WhenAcknowledgedAsync(Namespace, version, () => ["r-1"], CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }

    [Fact]
    public async Task ReplicaThatLosesTheElection_AnswersThePollsThatWait()
    {
        var owner = TableOwner.Here;
        var next = await ServeAsync();
        var first = await ServeAsync(() => owner);
        Poll(first, _ => Task.CompletedTask);
        await first.WhenAcknowledgedAsync(Namespace, first.Publish(Namespace, Table("pr-1")), () => ["r-1"], CancellationToken.None).WaitAsync(TestTimeouts.Default);

        owner = TableOwner.At(new Uri($"http://{next.Endpoint}"));
        first.OwnerChanged();
        var version = next.Publish(Namespace, Table("pr-1"));

        await next.WhenAcknowledgedAsync(Namespace, version, () => ["r-1"], CancellationToken.None).WaitAsync(TestTimeouts.Default);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer right", HttpStatusCode.OK)]
    public async Task Table_IsForRoutersOfTheNamespaceAlone(string? authorization, HttpStatusCode expected)
    {
        var server = await ServeAsync();
        server.Publish(Namespace, Table("pr-1"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{server.Endpoint}/v1/namespaces/{Namespace}/table?after=&pod=r-1");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await client.SendAsync(request);

        response.StatusCode.Should().Be(expected);
        (await response.Content.ReadAsStringAsync()).Contains("pr-1", StringComparison.Ordinal).Should().Be(expected == HttpStatusCode.OK);
    }

    [Fact]
    public async Task PollWithNothingNew_EndsWithoutATable()
    {
        var server = await ServeAsync(pollLimit: TimeSpan.FromMilliseconds(50));
        var version = server.Publish(Namespace, Table("pr-1"));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer right");

        using var response = await client.GetAsync(new Uri($"http://{server.Endpoint}/v1/namespaces/{Namespace}/table?after={version}&pod=r-1"));

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }
    }

    private static WireTable Table(string key) => new() { Keys = [new WireKey { Key = key, Sandbox = key, Forks = [new WireFork { Sandbox = key, Service = "orders", Revision = 2, Ports = new Dictionary<int, int> { [80] = 8080 }, Hosts = ["10.0.0.1"] }] }] };

    private async Task<TableServer> ServeAsync(Func<TableOwner>? owner = null, TimeSpan? pollLimit = null)
    {
        var server = await TableServer.StartAsync(
            new TableServerOptions
            {
                Endpoint = new IPEndPoint(IPAddress.Loopback, 0),
                Owner = owner ?? (() => TableOwner.Here),
                AuthenticateAsync = (token, _, _) => Task.FromResult(token == "right"),
                PollLimit = pollLimit ?? TimeSpan.FromSeconds(5),
            },
            TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        _open.Add(server);
        return server;
    }

    private void Poll(TableServer server, Func<WireTable, Task> apply)
    {
        var client = new TableClient(
            new TableClientOptions
            {
                Operator = new Uri($"http://{server.Endpoint}"),
                Namespace = Namespace,
                Pod = "r-1",
                ReadTokenAsync = _ => Task.FromResult("right\n"),
                LongestPause = TimeSpan.FromMilliseconds(500),
            },
            (table, _) => apply(table), TimeProvider.System, NullLogger<TableClient>.Instance);
        _open.Add(client);
        client.Start();
    }
}
