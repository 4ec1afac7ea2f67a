using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Resources.Quotas;

public sealed class ForkQuotaTests
{
    private static readonly LeaseSpec s_lease = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(24));
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ForkThatIsOneTooMany_IsFailed_AndTheOthersAreNot()
    {
        var record = Read("[{ service: a, image: a:1 }, { service: b, image: b:1 }, { service: c, image: c:1 }]", "{}", new SandboxLimits { ForksPerSandbox = 2 }).Record!;

        record.Forks.Keys.Should().Equal("c");
        record.Forks["c"].Failure!.Code.Should().Be(FailureCodes.ForkLimitExceeded);
        Next(record, "c").Should().Be(ForkAction.None);
        Next(record, "a").Should().Be(ForkAction.Deploy);
    }

    [Fact]
    public void ForkThatWasBegunWith_KeepsItsPlace_WhenTheLimitIsLowered()
    {
        var status = "{ forks: [{ service: b, revision: 1, phase: Ready, serving: { revision: 1, address: \"http://10.0.0.1:80/\" } }, { service: c, revision: 1, phase: Starting }] }";

        var record = Read("[{ service: a, image: a:1 }, { service: b, image: b:2 }, { service: c, image: c:1 }]", status, new SandboxLimits { ForksPerSandbox = 1 }).Record!;

        record.Forks.Values.Where(fork => fork.Failure is not null).Select(fork => fork.Service).Should().Equal("a");
    }

    [Fact]
    public void TooManyPods_AreRefused_AndWhatServesGoesOn()
    {
        var limits = new SandboxLimits { ReplicasPerFork = 3 };
        var status = "{ forks: [{ service: a, revision: 1, phase: Ready, specHash: other, serving: { revision: 1, address: \"http://10.0.0.1:80/\" } }] }";

        var record = Read("[{ service: a, image: a:1, replicas: 5 }]", status, limits).Record!;

        record.Forks["a"].Phase.Should().Be(ForkPhase.Failed);
        record.Forks["a"].Revision.Should().Be(2, "whoever waits for the revision is told");
        record.Forks["a"].Serving!.Revision.Should().Be(1);
        Read("[{ service: a, image: a:1, replicas: 3 }]", status, limits).Record!.Forks["a"].Phase.Should().Be(ForkPhase.Ready);
    }

    [Fact]
    public void PodsThatWereAccepted_StayWhenTheLimitIsLowered()
    {
        var wish = GoldenCases.Yaml("{ service: a, image: a:1, replicas: 5 }");
        var status = $"{{ forks: [{{ service: a, revision: 1, phase: Ready, specHash: \"{ForkResource.HashOf(wish)}\", serving: {{ revision: 1, address: \"http://10.0.0.1:80/\" }} }}] }}";

        Read("[{ service: a, image: a:1, replicas: 5 }]", status, new SandboxLimits { ReplicasPerFork = 3 }).Record!.Forks["a"].Phase.Should().Be(ForkPhase.Ready);
    }

    [Fact]
    public void Refusal_IsWrittenOnce_AndNoNewRevisionComesOfIt()
    {
        var resource = Resource("[{ service: a, image: a:1, replicas: 5 }]", "{}");
        var limits = new SandboxLimits { ReplicasPerFork = 3 };
        resource["status"] = Status(resource, limits, s_now);

        var again = Status(resource, limits, s_now.AddHours(1));

        JsonNode.DeepEquals(ObjectHash.Canonical(again), ObjectHash.Canonical(resource["status"])).Should().BeTrue("nothing changed, so nothing is to be written");
        again.ObjectsAt("conditions").Single(condition => condition.TextAt("type") == "Accepted").TextAt("reason").Should().Be(FailureCodes.ForkLimitExceeded);
        RoutedSandboxReader.Read(resource, s_lease).Record!.Forks["a"].Failure!.Code.Should().Be(FailureCodes.ForkLimitExceeded, "a caller reads it from the status");
    }

    [Fact]
    public void RefusedFork_IsBegunWith_WhenTheLimitIsRaised()
    {
        var resource = Resource("[{ service: a, image: a:1, replicas: 5 }]", "{}");
        resource["status"] = Status(resource, new SandboxLimits { ReplicasPerFork = 3 }, s_now);

        var record = RoutedSandboxReader.Read(resource, s_lease, new SandboxLimits { ReplicasPerFork = 5 }).Record!;

        Next(record, "a").Should().Be(ForkAction.Deploy);
        record.Spec.Forks["a"].Revision.Should().Be(1);
    }

    private static ForkAction Next(SandboxRecord record, string service) => ForkDecision.Decide(record.Spec.Forks[service], record.Forks.GetValueOrDefault(service), servingRuns: true);

    private static JsonObject Status(JsonObject resource, SandboxLimits limits, DateTimeOffset now)
    {
        var reading = RoutedSandboxReader.Read(resource, s_lease, limits);
        return StatusWriter.Write(new StatusFacts { Reading = reading, Record = reading.Record, ExpiresAt = null, Previous = resource.ObjectAt("status"), Now = now });
    }

    private static SandboxReading Read(string forks, string status, SandboxLimits limits) => RoutedSandboxReader.Read(Resource(forks, status), s_lease, limits);

    private static JsonObject Resource(string forks, string status) =>
        GoldenCases.Yaml($"{{ metadata: {{ name: pr-1, namespace: shop, creationTimestamp: \"2026-01-01T00:00:00Z\" }}, spec: {{ forks: {forks} }}, status: {status} }}");
}
