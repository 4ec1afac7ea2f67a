using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Failing;

public sealed class ForkFailureTests(FailingForks forks) : IClassFixture<FailingForks>
{
    public static TheoryData<string> Names => [.. FailingFork.All.Select(failing => failing.Name)];

    [OurClusterTheory]
    [MemberData(nameof(Names))]
    public async Task ForkThatCannotBecomeReady_FailsWithItsOwnCodeAndTheObservedFact(string name)
    {
        var expected = FailingFork.All.Single(failing => failing.Name == name);

        var failure = await forks.FailureAsync(name);

        failure.TextAt("code").Should().Be(expected.Code, $"{failure}");
        failure.TextAt("message").Should().Contain(expected.Message).And.Contain($"'{name}/orders@1'");
        failure.TextAt("hint").Should().NotBeNullOrWhiteSpace();
        if (expected.Evidence is { } line)
        {
            failure.ListAt("evidence").Should().ContainMatch($"*{line}*");
        }
    }
}
