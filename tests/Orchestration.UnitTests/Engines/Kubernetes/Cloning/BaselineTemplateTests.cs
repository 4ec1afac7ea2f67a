using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class BaselineTemplateTests
{
    private const string Workload = "{ kind: Deployment, metadata: { name: orders }, spec: { replicas: 2, template: { metadata: { labels: { app: x } }, spec: { containers: [{ name: a, image: a:1 }] } } } }";

    [Theory]
    [InlineData("{ spec: { replicas: 9 } }", nameof(BaselineDrift.Current))]
    [InlineData("{ spec: { template: { metadata: { annotations: { kubectl.kubernetes.io/restartedAt: now } } } } }", nameof(BaselineDrift.Current))]
    [InlineData("{ spec: { template: { spec: { containers: [{ image: a:1, name: a }] } } } }", nameof(BaselineDrift.Current))]
    [InlineData("{ spec: { template: { spec: { containers: [{ name: a, image: a:2 }] } } } }", nameof(BaselineDrift.Changed))]
    [InlineData("{ spec: { volumeClaimTemplates: [{ metadata: { name: d } }] } }", nameof(BaselineDrift.Changed))]
    [InlineData("{ kind: Job }", nameof(BaselineDrift.Gone))]
    public void Drift_IsAChangeOfTheTemplateAlone(string change, string expected)
    {
        var before = BaselineTemplate.Of(GoldenCases.Yaml(Workload), null).Value!.Fingerprint; // a Deployment has one

        var now = BaselineTemplate.Of(GoldenCases.Over(GoldenCases.Yaml(Workload), GoldenCases.Yaml(change)), null);

        BaselineDrifts.Decide(before, now.Value?.Fingerprint).ToString().Should().Be(expected);
    }

    [Fact]
    public void Workload_ThatIsGone_IsDrift() => BaselineDrifts.Decide("x", null).Should().Be(BaselineDrift.Gone);

    [Fact]
    public void Annotation_HoldsTheTemplate_SoThatTheNextRevisionStaysOnIt()
    {
        var old = BaselineTemplate.Of(GoldenCases.Yaml(Workload), null).Value!; // a Deployment has one
        var recorded = BaselineTemplate.FromAnnotation(old.ToAnnotation());
        var now = BaselineTemplate.Of(GoldenCases.Yaml(Workload.Replace("a:1", "a:2", StringComparison.Ordinal)), null).Value!; // too

        recorded!.Fingerprint.Should().Be(old.Fingerprint); // written just now
        BaselineDrifts.Choose(now, recorded, rebase: false).Should().BeSameAs(recorded);
        BaselineDrifts.Choose(now, recorded, rebase: true).Should().BeSameAs(now);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"pod\":3}")]
    public void Annotation_ThatSomebodyEdited_IsNone(string? text) => BaselineTemplate.FromAnnotation(text).Should().BeNull();

    [Fact]
    public void Refusal_NamesTheWorkload() =>
        BaselineTemplate.Of(GoldenCases.Yaml("{ kind: DaemonSet, metadata: { name: logs } }"), null).Failure!.Should() // refused
            .Match<SandboxFailure>(failure => failure.Code == FailureCodes.WorkloadNotForkable && failure.Message.Contains("DaemonSet/logs", StringComparison.Ordinal));
}
