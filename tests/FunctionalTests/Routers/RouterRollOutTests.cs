using System.Collections.Immutable;
using AgentSandbox.FunctionalTests.Routers.Support;
using AgentSandbox.Router;
using AgentSandbox.TestKit.Cluster;

namespace AgentSandbox.FunctionalTests.Routers;

public sealed class RouterRollOutTests
{
    private readonly int _routerPort = PodServer.FreePort();
    private readonly int _podPort = PodServer.FreePort();
    private ImmutableList<string> _endpoints = [];
    private int _sent;

    [Fact]
    public async Task RoutersThatAreReplacedUnderLoad_LoseNoRequest()
    {
        await using var space = new RouterNamespace();
        await using var baseline = await PodServer.NamedAsync("127.0.0.11", _podPort, "baseline");
        await using var fork = await PodServer.NamedAsync("127.0.0.12", _podPort, "fork");
        space.Services.Set(ClusterObjects.Enrolled("orders", (null, 80, _podPort, ServiceProtocol.Http, _routerPort)));
        space.Pods.Set(ClusterObjects.Pod("orders-1", "127.0.0.11", "orders"));
        space.Services.Complete();
        space.Pods.Complete();
        await space.StartOperatorAsync();
        space.Tables.Publish(ClusterObjects.Namespace, RouterNamespace.Live("pr-1", "orders", 1, new Dictionary<int, int> { [80] = _podPort }, hosts: "127.0.0.12"));
        await StartAsync(space, 0);
        await StartAsync(space, 1);
        using var ending = new CancellationTokenSource();
        var load = Enumerable.Range(0, 6).Select(client => Task.Run(() => LoadAsync(space, client % 2 == 0 ? "pr-1" : null, ending.Token))).ToList();

        for (var old = 0; old < 3; old++)
        {
            await StartAsync(space, old + 2);
            await SendSomeAsync();
            await EndAsync(space, old);
        }

        await ending.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(all => all).GroupBy(answer => answer).ToDictionary(group => group.Key, group => group.Count());
        answers.Keys.Should().BeEquivalentTo([("pr-1", 200, "fork"), ((string?)null, 200, "baseline")]);
        answers.Values.Sum().Should().BeGreaterThan(300);
    }

    private static string AddressOf(int router) => $"127.0.0.{router + 21}";

    private async Task StartAsync(RouterNamespace space, int number)
    {
        var router = await space.StartRouterAsync($"r-{number}", AddressOf(number));
        await Eventually.True(() => router.Unready() is null);
        space.Pods.Set(ClusterObjects.RouterPod($"r-{number}", AddressOf(number)));
        _endpoints = _endpoints.Add(AddressOf(number));
    }

    /// <summary>As the kubelet and kube-proxy do it: the drain begins, new connections still come for a moment, then no more.</summary>
    private async Task EndAsync(RouterNamespace space, int number)
    {
        space.Pods.Set(ClusterObjects.RouterPod($"r-{number}", AddressOf(number), isEnding: true));
        var router = space.Routers[number];
        var drain = space.Client.GetAsync(new Uri($"http://{router.AdminEndpoint}/drain"));
        await Eventually.True(() => router.Unready() == "it drains");
        await SendSomeAsync();
        _endpoints = _endpoints.Remove(AddressOf(number));
        using var drained = await drain.WaitAsync(TestTimeouts.Default);
        drained.IsSuccessStatusCode.Should().BeTrue();
        await router.DisposeAsync();
        space.Pods.Remove($"r-{number}");
        await SendSomeAsync();
    }

    private Task SendSomeAsync()
    {
        var from = Volatile.Read(ref _sent);
        return Eventually.True(() => Volatile.Read(ref _sent) > from + 30);
    }

    private async Task<List<(string? Key, int Status, string Body)>> LoadAsync(RouterNamespace space, string? key, CancellationToken cancellationToken)
    {
        var answers = new List<(string? Key, int Status, string Body)>();
        while (!cancellationToken.IsCancellationRequested)
        {
            var endpoints = Volatile.Read(ref _endpoints);
            var (status, body) = await space.GetAsync(endpoints[Random.Shared.Next(endpoints.Count)], _routerPort, key);
            answers.Add((key, status, body));
            Interlocked.Increment(ref _sent);
        }

        return answers;
    }
}
