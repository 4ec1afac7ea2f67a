using System.Globalization;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Operating;

/// <summary>Two replicas of the operator, of which one acts.</summary>
public sealed class ElectionTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private const string Empty = """{ "forks": [{ "service": "orders", "replicas": 0 }] }""";

    private readonly Enrolments _enrolments = new(space);
    private readonly SandboxObjects _sandboxes = new(space.Api, space.Name);

    [OurClusterFact]
    public async Task ElectedReplicaThatIsKilled_IsFollowedByTheOther_WhichFinishesWhatWasBegun()
    {
        var elected = new ElectedOperator(space.Api, space.Name);
        await _enrolments.DeployAsync("orders", replicas: 1);
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await _sandboxes.ApplyAsync("before", Empty);
        await _sandboxes.WhenReadyAsync("before");

        await _sandboxes.ApplyAsync("running", """{ "forks": [{ "service": "orders" }] }""");
        await elected.KillAsync();
        await _sandboxes.ApplyAsync("after", Empty);

        await _sandboxes.WhenReadyAsync("running");
        await _sandboxes.WhenReadyAsync("after");
        await Eventually.True(async () => (await elected.MetricAsync("agentsandbox_operator_elected")).Values is { } all && all.Count() == 2 && all.Sum() == 1, "one of two is elected");
        await LoseLeaseAsync(elected);
        (await _enrolments.UninstallAsync(RemovalMode.Force)).Should().BeSuccess();
    }

    /// <summary>Somebody else holds the lease: both replicas look at it, and neither writes anything, until it runs out.</summary>
    private async Task LoseLeaseAsync(ElectedOperator elected)
    {
        await HoldAsync(elected);
        await Eventually.True(
            async () =>
            {
                await HoldAsync(elected);
                return (await elected.MetricAsync("agentsandbox_operator_elected")).Values is { } all && all.Count() == 2 && all.Sum() == 0;
            },
            "nobody is elected");
        await _sandboxes.ApplyAsync("unseen", Empty);
        var (looks, writes) = (await LooksAsync(elected), await WritesAsync(elected));

        await Eventually.True(
            async () =>
            {
                await HoldAsync(elected);
                return await LooksAsync(elected) is { } now && looks.All(pod => now.GetValueOrDefault(pod.Key) >= pod.Value + 8);
            },
            "both have looked at the lease for a while");

        (await _sandboxes.FindAsync("unseen")).At("status").Should().BeNull("nobody writes without the lease");
        (await WritesAsync(elected)).Should().Equal(writes);
        await Eventually.True(async () => (await elected.MetricAsync("agentsandbox_operator_elected")).Values.Sum() == 1, "the lease has run out, and one of them holds it");
        await _sandboxes.WhenReadyAsync("unseen");
    }

    private static Task<IReadOnlyDictionary<string, double>> LooksAsync(ElectedOperator elected) =>
        elected.MetricAsync("agentsandbox_api_requests_total", line => line.Contains("verb=\"get\",kind=\"leases\"", StringComparison.Ordinal));

    private static Task<IReadOnlyDictionary<string, double>> WritesAsync(ElectedOperator elected) =>
        elected.MetricAsync("agentsandbox_api_requests_total", line => new[] { "create", "update", "patch", "delete" }.Any(verb => line.Contains($"verb=\"{verb}\"", StringComparison.Ordinal)));

    private async Task HoldAsync(ElectedOperator elected)
    {
        var lease = await elected.LeaseAsync();
        lease.Ensure("spec")["holderIdentity"] = "somebody-else";
        lease.Ensure("spec")["renewTime"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        await space.Api.ReplaceAsync(ResourceKinds.Leases, lease, subresource: null, CancellationToken.None); // one that came in between is followed by the next
    }
}
