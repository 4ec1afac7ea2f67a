using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Resources;

public sealed class RoutedSandboxReaderTests
{
    private const string Folder = "Resources/Cases";

    private static readonly LeaseSpec s_lease = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(24));
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases => GoldenCases.In(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Resource_BecomesTheExpectedWishAndStatus(string name)
    {
        var resource = GoldenCases.Input(Folder, name);
        var reading = RoutedSandboxReader.Read(resource, s_lease);

        GoldenCases.Verify(Folder, name, new JsonObject
        {
            ["read"] = reading.Record is { } record ? RoutedSandboxWriter.Write(record.Spec, "shop") : null,
            ["refusal"] = reading.Refusal?.ToString(),
            ["refused"] = reading.Refused.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()).ToJson(),
            ["status"] = StatusWriter.Write(Facts(resource, reading)),
        });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Status_WrittenTwice_IsTheSame(string name)
    {
        var resource = GoldenCases.Input(Folder, name);
        resource["status"] = StatusWriter.Write(Facts(resource, RoutedSandboxReader.Read(resource, s_lease)));

        var again = RoutedSandboxReader.Read(resource, s_lease);

        var written = StatusWriter.Write(Facts(resource, again) with { Now = s_now.AddHours(1) });
        JsonNode.DeepEquals(ObjectHash.Canonical(written), ObjectHash.Canonical(resource["status"])).Should().BeTrue("nothing changed, so nothing is to be written");
    }

    [Fact]
    public void Record_SurvivesTheResource()
    {
        var record = Full();
        var resource = RoutedSandboxWriter.Write(record.Spec, "shop");
        resource["metadata"]!["creationTimestamp"] = ForkResource.Write(record.Spec.CreatedAt); // the writer makes metadata
        var reading = RoutedSandboxReader.Read(resource, s_lease);
        resource["status"] = StatusWriter.Write(Facts(resource, reading) with { Record = record });

        var read = RoutedSandboxReader.Read(resource, s_lease);

        read.Refusal.Should().BeNull();
        read.Refused.Should().BeEmpty();
        read.Record.Should().BeEquivalentTo(record, options => options.Excluding(info => info.Path.EndsWith("Patch")));
        read.Record!.Spec.Forks["orders"].Workload!.Patch!.ToJsonString().Should().Be(record.Spec.Forks["orders"].Workload!.Patch!.ToJsonString()); // compared just now
    }

    [Theory]
    [InlineData("", "", 1)] // by hand, never seen
    [InlineData("revision: 4, ", "", 4)] // a tool's number
    [InlineData("", "{ service: orders, revision: 2, specHash: SAME }", 2)]
    [InlineData("", "{ service: orders, revision: 2, specHash: other }", 3)] // edited by hand
    [InlineData("revision: 2, ", "{ service: orders, revision: 2, specHash: other }", 3)] // a tool's fork, edited by hand
    [InlineData("revision: 3, ", "{ service: orders, revision: 2, specHash: other }", 3)] // the tool's next deploy
    [InlineData("revision: 2, ", "{ service: orders, revision: 5, specHash: SAME }", 5)] // stays once given
    public void Revision_RisesWithEachChange(string asked, string status, int expected)
    {
        var fork = $"{{ service: orders, {asked}image: a }}";
        var hash = ForkResource.HashOf(GoldenCases.Yaml(fork));
        var resource = GoldenCases.Yaml($"{{ metadata: {{ name: pr-1 }}, spec: {{ forks: [{fork}] }}, status: {{ forks: [{status.Replace("SAME", $"'{hash}'", StringComparison.Ordinal)}] }} }}");

        RoutedSandboxReader.Read(resource, s_lease).Record!.Spec.Forks["orders"].Revision.Should().Be(expected); // it is fine
    }

    [Fact]
    public void Revision_OfARemovedFork_IsNeverGivenAgain() =>
        RoutedSandboxReader.Read(GoldenCases.Yaml("{ metadata: { name: pr-1 }, spec: { forks: [{ service: orders }] }, status: { lastRevisions: { orders: 7 } } }"), s_lease)
            .Record!.Spec.Forks["orders"].Revision.Should().Be(8); // it is fine

    [Fact]
    public void Change_OfSomethingElse_LeavesForksByHandAndForeignFields()
    {
        var resource = GoldenCases.Yaml("{ metadata: { name: pr-1, resourceVersion: '5' }, spec: { runKeys: [{ key: run-1 }], forks: [{ service: orders, image: a }, { service: carts, image: c }] } }");
        var before = RoutedSandboxReader.Read(resource, s_lease).Record!.Spec; // it is fine
        var carts = before.Forks["carts"] with { Revision = 2 };

        var changed = RoutedSandboxWriter.Over(resource, before with { Description = "d", Forks = new Dictionary<string, ForkSpec>(before.Forks) { ["carts"] = carts } });

        changed["metadata"]!.ToJsonString().Should().Be(resource["metadata"]!.ToJsonString()); // copied
        changed["spec"]!["runKeys"]!.ToJsonString().Should().Be("[{\"key\":\"run-1\"}]"); // copied
        changed.TextAt("spec", "description").Should().Be("d");
        changed.ObjectsAt("spec", "forks").Select(ForkResource.HashOf).Should().Contain(ForkResource.HashOf(GoldenCases.Yaml("{ service: orders, image: a }")));
        changed.ObjectsAt("spec", "forks").Single(fork => fork.TextAt("service") == "carts").NumberAt("revision").Should().Be(2);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ metadata: 3 }")]
    [InlineData("{ metadata: { name: UPPER } }")]
    [InlineData("{ metadata: { name: pr-1 }, spec: [] }")]
    [InlineData("{ metadata: { name: pr-1, generation: x, creationTimestamp: never, annotations: [] }, spec: { owner: me, lease: { idle: [], max: -5 }, forks: { a: b }, lastRevisions: { a: b }, deletion: true }, status: [] }")]
    [InlineData("{ metadata: { name: pr-1 }, spec: { forks: [3, null, [], {}, { service: 3 }, { service: a, image: [], command: x, args: [3], env: { a: b }, replicas: -1, resources: [], workload: {}, patch: x, keepClaims: maybe }] } }")]
    [InlineData("{ metadata: { name: pr-1 }, status: { forks: [{ service: a, revision: 1, phase: Ready, serving: { revision: 1, address: '::' } }], conditions: { a: b } } }")]
    public void Nonsense_NeverThrows(string text)
    {
        var resource = GoldenCases.Yaml(text);

        var reading = RoutedSandboxReader.Read(resource, s_lease);

        var act = () => StatusWriter.Write(Facts(resource, reading));
        act.Should().NotThrow();
    }

    [Fact]
    public void Status_OfAHugeFailure_IsBounded()
    {
        var huge = new SandboxFailure { Code = FailureCodes.CrashLoop, Category = FailureCategory.Configuration, Message = new string('m', 99_999), Hint = "h", Evidence = [.. Enumerable.Repeat(new string('e', 9_999), 500)] };

        FailureResource.Write(huge)!.ToJsonString().Length.Should().BeLessThan(12_000); // there is a failure
    }

    private static StatusFacts Facts(JsonObject resource, SandboxReading reading) => new()
    {
        Reading = reading,
        Record = reading.Record,
        ExpiresAt = reading.Record is { } record ? record.LastActivity + record.Spec.Lease.Idle : null,
        IsRouted = true,
        Baselines = resource.ObjectsAt("test", "baselines").ToDictionary(
            entry => entry.TextAt("service") ?? "",
            entry => (entry.TextAt("workload") ?? "", "f00d", Enum.Parse<BaselineDrift>(entry.TextAt("drift") ?? ""))),
        Previous = resource.ObjectAt("status"),
        Now = s_now,
    };

    private static SandboxRecord Full()
    {
        var fork = new ForkSpec
        {
            Service = "orders",
            Revision = 3,
            Source = new ForkSource { Kind = SourceKind.Tree, Tree = "/trees/a", Hash = "abc", Commit = "c0ffee", Branch = "b" },
            Environment = new Dictionary<string, string> { ["A"] = "1", ["B"] = "" },
            RequestedAt = s_now.AddTicks(1234567),
            Workload = new ForkWorkloadSpec
            {
                Baseline = new WorkloadReference("StatefulSet", "orders-set"),
                Container = "main",
                Image = "a@sha256:1",
                Command = ["x"],
                Args = [],
                Replicas = 0,
                Requests = new Dictionary<string, string> { ["cpu"] = "100m" },
                Limits = new Dictionary<string, string> { ["memory"] = "64Mi" },
                Patch = GoldenCases.Yaml("{ spec: { replicas: 2 } }"),
                KeepClaims = true,
                Rebase = true,
            },
        };
        return new SandboxRecord
        {
            LastActivity = s_now.AddMinutes(3),
            Spec = new SandboxSpec
            {
                Id = new SandboxId("pr-42"),
                Owner = new Owner("ada", "/trees/a"),
                Branch = "b",
                Description = "d",
                Client = "c",
                Lease = new LeaseSpec(TimeSpan.FromMinutes(90), TimeSpan.FromDays(2)),
                CreatedAt = s_now,
                Forks = new Dictionary<string, ForkSpec> { ["orders"] = fork },
                LastRevisions = new Dictionary<string, int> { ["orders"] = 3, ["gone"] = 9 },
                Deletion = new Deletion("it was deleted by ada", s_now),
            },
            Forks = new Dictionary<string, ForkStatus>
            {
                ["orders"] = new()
                {
                    Service = "orders",
                    Revision = 3,
                    Phase = ForkPhase.Failed,
                    Activity = "x",
                    Since = s_now,
                    Failure = new SandboxFailure { Code = FailureCodes.CrashLoop, Category = FailureCategory.Configuration, Message = "m", Hint = "h", Evidence = ["a", "b"], Retryable = true, RetryAfter = TimeSpan.FromSeconds(3) },
                    Serving = new ServingRevision { Revision = 2, Spec = fork with { Revision = 2, Environment = new Dictionary<string, string>(), Workload = new ForkWorkloadSpec { Image = "a:1" } }, Address = new Uri("http://10.0.0.1:8080/"), ReadyAt = s_now, Down = Records.Failure(FailureCodes.ForkCrashed) },
                },
            },
        };
    }
}
