using AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit.Abstractions;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>An API server that throttles, fails, hangs up and cuts its answers: nothing is lost, everything converges, no token is printed.</summary>
public sealed class FaultyServerTests(BoxBaseline baseline, ITestOutputHelper output) : IClassFixture<BoxBaseline>
{
    private int _calls;
    private int _faults;

    [OurClusterFact]
    public async Task Operator_BehindAFaultyServer_StillDoesWhatIsWanted()
    {
        await using var gated = await GatedOperator.TakeOverAsync(baseline.Space);
        var before = await NamespaceState.ReadAsync(baseline.Space.Api, baseline.Space.Name);
        gated.Gate.Before = Spoil;

        for (var i = 0; i < FullRun.Count(2, 10); i++)
        {
            var name = $"faulty-{i}";
            await baseline.Sandboxes.CreateAsync(name, Sandboxes.Fork("shop", BoxService.Answer, "first"), Sandboxes.Fork("stock", BoxService.Answer, "first"));
            await baseline.Sandboxes.BeReadyAsync(name);
            (await baseline.Shop.AskAsync(name)).Should().Be("first");
            await baseline.Sandboxes.ChangeAsync(name, Sandboxes.Fork("shop", BoxService.Answer, "second"));
            await baseline.Sandboxes.BeReadyAsync(name);
            (await baseline.Shop.AskAsync(name)).Should().Be("second");
            (await baseline.Stock.AskAsync(name)).Should().Be("baseline of stock", "its fork is no longer wanted");
            await baseline.Sandboxes.EndAsync(name);
            await baseline.Sandboxes.BeGoneAsync(name);
            await before.ShouldReturnAsync(baseline.Space.Api, baseline.Space.Name, name);
        }

        output.WriteLine($"{_faults} of {_calls} calls were spoiled");
        _faults.Should().BeGreaterThan(20, "it would show nothing otherwise");
        gated.Process.Output.Should().NotBeEmpty().And.NotContain(line => line.Contains(gated.Token, StringComparison.Ordinal));
    }

    [OurClusterFact]
    public Task Cache_OverHttp1_BehindAFaultyServer_ComesToWhatThereIs() => FollowAsync(HttpProtocols.Http1);

    [OurClusterFact]
    public Task Cache_OverHttp2_BehindAFaultyServer_ComesToWhatThereIs() => FollowAsync(HttpProtocols.Http1AndHttp2);

    private async Task FollowAsync(HttpProtocols protocols)
    {
        using var files = new TemporaryDirectory();
        await using var gate = await ApiGate.StartAsync(protocols);
        var (token, space) = (await GatedOperator.TokenAsync(baseline.Space), baseline.Space);
        await gate.WriteKubeconfigAsync(files.Join("kubeconfig"), space.Name, token);
        using var api = KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = files.Join("kubeconfig") }).Get();
        var log = new PrintedLog();
        await using var cache = new ObjectCache(api, ResourceKinds.Deployments, space.Name, ListOptions.All, TimeProvider.System, log);
        gate.Before = SpoilEach;
        cache.Start();
        (await cache.WhenCompleteAsync(CancellationToken.None)).Should().BeSuccess();

        for (var i = 0; i < FullRun.Count(15, 200); i++)
        {
            var item = Idle($"idle-{i}");
            (await space.Api.CreateAsync(ResourceKinds.Deployments, item, CancellationToken.None)).Should().BeSuccess();
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["test/changed"] = "true" } } };
            (await space.Api.PatchAsync(ResourceKinds.Deployments, space.Name, item.Name(), new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();
            if (i % 2 == 0)
            {
                (await space.Api.DeleteAsync(ResourceKinds.Deployments, space.Name, item.Name(), DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
            }

            await Eventually.True(async () => Versions(cache.Items).SetEquals(Versions((await space.Api.ListAsync(ResourceKinds.Deployments, space.Name, ListOptions.All, CancellationToken.None)).Get().Items)), "the cache has what the server has");
        }

        output.WriteLine($"{_faults} of {_calls} calls were spoiled; {log.Lines.Count} lines of log");
        _faults.Should().BeGreaterThan(5, "it would show nothing otherwise");
        log.Lines.Should().NotBeEmpty().And.NotContain(line => line.Contains(token, StringComparison.Ordinal));
        foreach (var left in cache.Items.Where(item => item.Name().StartsWith("idle-", StringComparison.Ordinal)).ToList())
        {
            (await space.Api.DeleteAsync(ResourceKinds.Deployments, space.Name, left.Name(), DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
        }
    }

    private JsonObject Idle(string name)
    {
        var item = TestNamespace.Object(ResourceKinds.Deployments, name, baseline.Space.Name);
        item["spec"] = JsonNode.Parse($$"""
            { "replicas": 0, "selector": { "matchLabels": { "app": "{{name}}" } }, "template": { "metadata": { "labels": { "app": "{{name}}" } }, "spec": { "containers": [{ "name": "none", "image": "cluster-tests/none:1" }] } } }
            """);
        return item;
    }

    private static HashSet<string> Versions(IEnumerable<JsonObject> items) => [.. items.Select(item => $"{item.Name()} {item.TextAt("metadata", "resourceVersion")}")];

    /// <summary>Every third call, with each kind of fault in turn.</summary>
    private GateFault Spoil(GateCall call)
    {
        var number = Interlocked.Increment(ref _calls);
        return number % 3 == 0 ? Fault(number / 3) : GateFault.None;
    }

    /// <summary>Every watch, and every second of the other calls.</summary>
    private GateFault SpoilEach(GateCall call)
    {
        var number = Interlocked.Increment(ref _calls);
        return call.IsWatch || number % 2 == 0 ? Fault(number) : GateFault.None;
    }

    private GateFault Fault(int number)
    {
        Interlocked.Increment(ref _faults);
        return (GateFault)(1 + (number % 6));
    }
}
