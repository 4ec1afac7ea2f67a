using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Failing;

/// <summary>A namespace with one service as its baseline, and a sandbox for each way in which its fork fails, all wanted at once as kubectl would.</summary>
public sealed class FailingForks : IAsyncLifetime
{
    private static readonly ResourceKind s_quotas = new("v1", "ResourceQuota", "resourcequotas");
    private static readonly ResourceKind s_ranges = new("v1", "LimitRange", "limitranges");

    private readonly TestNamespace _space = new();

    public async Task InitializeAsync()
    {
        await _space.InitializeAsync();
        if (TestCluster.Kubeconfig is null || !TestCluster.IsOurs)
        {
            return; // Its tests are skipped.
        }

        var enrolments = new Enrolments(_space);
        await enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await enrolments.DeployAsync("orders", replicas: 1);
        await LimitAsync();
        var box = await TestCluster.BoxImageAsync();
        foreach (var failing in FailingFork.All)
        {
            var sandbox = TestNamespace.Object(ResourceKinds.Sandboxes, failing.Name, _space.Name);
            var fork = JsonNode.Parse(failing.Fork.Replace("$box", box, StringComparison.Ordinal))!.AsObject(); // the case is an object
            fork["service"] = "orders";
            sandbox["spec"] = new JsonObject { ["forks"] = new JsonArray(fork) };
            (await _space.Api.CreateAsync(ResourceKinds.Sandboxes, sandbox, CancellationToken.None)).Should().BeSuccess();
        }
    }

    public Task DisposeAsync() => _space.DisposeAsync();

    /// <summary>The failure in the status of a sandbox's fork, once there is one.</summary>
    internal async Task<JsonObject> FailureAsync(string sandbox)
    {
        JsonObject? seen = null;
        JsonObject? failure = null;
        await Eventually.True(
            async () =>
            {
                seen = (await _space.Api.GetAsync(ResourceKinds.Sandboxes, _space.Name, sandbox, CancellationToken.None)).Get();
                failure = seen.ObjectsAt("status", "forks").Select(fork => fork.ObjectAt("failure")).FirstOrDefault();
                return failure is not null;
            },
            $"the fork of {sandbox} fails");
        return failure!; // the condition held
    }

    /// <summary>What a cluster's owner limits: nobody gets a graphics card, and no container more than 2 GiB.</summary>
    private async Task LimitAsync()
    {
        var quota = TestNamespace.Object(s_quotas, "cards", _space.Name);
        quota["spec"] = new JsonObject { ["hard"] = new JsonObject { ["requests.example.com/card"] = "0" } };
        var range = TestNamespace.Object(s_ranges, "memory", _space.Name);
        range["spec"] = new JsonObject { ["limits"] = new JsonArray(new JsonObject { ["type"] = "Container", ["max"] = new JsonObject { ["memory"] = "2Gi" } }) };
        (await _space.Api.CreateAsync(s_quotas, quota, CancellationToken.None)).Should().BeSuccess();
        (await _space.Api.CreateAsync(s_ranges, range, CancellationToken.None)).Should().BeSuccess();
        await Eventually.True(
            async () => (await _space.Api.GetAsync(s_quotas, _space.Name, "cards", CancellationToken.None)).Get().At("status", "hard") is not null,
            "the quota holds");
    }
}
