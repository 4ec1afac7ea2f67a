using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class StrategicPatchTests
{
    private const string Before = "{ spec: { replicas: 1, template: { spec: { hostname: h, containers: [{ name: a, image: a:1, args: [x, y] }, { name: b, image: b:1 }] } } } }";

    [Theory]
    [InlineData("{ hostname: null }", "{ containers: [{ name: a, image: a:1, args: [x, y] }, { name: b, image: b:1 }] }")]
    [InlineData("{ containers: [{ name: a, args: [z] }] }", "{ hostname: h, containers: [{ name: a, image: a:1, args: [z] }, { name: b, image: b:1 }] }")]
    [InlineData("{ containers: [{ name: b, $patch: delete }] }", "{ hostname: h, containers: [{ name: a, image: a:1, args: [x, y] }] }")]
    [InlineData("{ containers: [{ name: none, $patch: delete }] }", "{ hostname: h, containers: [{ name: a, image: a:1, args: [x, y] }, { name: b, image: b:1 }] }")]
    [InlineData("{ containers: [{ $patch: replace }, { name: c, image: c:1 }] }", "{ hostname: h, containers: [{ name: c, image: c:1 }] }")]
    [InlineData("{ containers: [{ name: b, $patch: replace, image: b:2 }] }", "{ hostname: h, containers: [{ name: a, image: a:1, args: [x, y] }, { name: b, image: b:2 }] }")]
    [InlineData("{ $patch: replace, containers: [{ name: c }] }", "{ containers: [{ name: c }] }")]
    [InlineData("{ containers: [{ name: c }, { name: d }] }", "{ hostname: h, containers: [{ name: c }, { name: d }, { name: a, image: a:1, args: [x, y] }, { name: b, image: b:1 }] }")]
    [InlineData("{ containers: [{ name: b }, { name: c }] }", "{ hostname: h, containers: [{ name: a, image: a:1, args: [x, y] }, { name: b, image: b:1 }, { name: c }] }")]
    [InlineData("{ containers: [{ name: b }, { name: a }] }", "{ hostname: h, containers: [{ name: b, image: b:1 }, { name: a, image: a:1, args: [x, y] }] }")]
    public void Patch_OfThePodSpec_Merges(string patch, string expected)
    {
        var patched = StrategicPatch.Apply(GoldenCases.Yaml(Before), GoldenCases.Yaml($"{{ spec: {{ template: {{ spec: {patch} }} }} }}"));

        patched.Failure.Should().BeNull();
        patched.Value!["spec"]!["template"]!["spec"]!.ToJsonString().Should().Be(GoldenCases.Yaml(expected).ToJsonString()); // a success has them
    }

    [Theory]
    [InlineData("{ metadata: { name: x } }", "'metadata'")]
    [InlineData("{ spec: { selector: {} } }", "'spec.selector'")]
    [InlineData("{ spec: { template: { metadata: { labels: { agentsandbox.dev/sandbox: other } } } } }", "agentsandbox.dev/sandbox")]
    [InlineData("{ spec: { template: { spec: { containers: [{ image: x }] } } } }", "without 'name'")]
    [InlineData("{ spec: { template: { spec: { containers: x } } } }", "another type")]
    [InlineData("{ spec: { template: { spec: { hostname: { a: b } } } } }", "another type")]
    [InlineData("{ spec: { template: { spec: { $patch: move } } } }", "\"move\"")]
    [InlineData("{ spec: { template: { spec: { $setElementOrder/containers: [{ name: b }] } } } }", "$setElementOrder/containers")]
    [InlineData("{ spec: { template: { spec: { volumes: [{ name: v, $retainKeys: true }] } } } }", "$retainKeys")]
    public void Patch_WithSomethingElse_IsRefusedWithItsPlace(string patch, string named)
    {
        var patched = StrategicPatch.Apply(GoldenCases.Yaml(Before), GoldenCases.Yaml(patch));

        patched.Failure!.Code.Should().Be(FailureCodes.PatchInvalid); // refused
        patched.Failure.Message.Should().Contain(named);
    }
}
