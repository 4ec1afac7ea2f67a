using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class ForkNamesTests
{
    private static readonly string s_long = new('a', 63);

    [Theory]
    [InlineData("pr-42", "orders", 1)]
    [InlineData("a", "b", int.MaxValue)]
    [InlineData("pr-42", "a-service-with-a-name-of-more-than-thirty-letters-and-then-some", 12)]
    [InlineData("a-sandbox-with-a-name-of-more-than-thirty-letters-and-some-more", "b", 12)]
    public void Name_FitsAndIsADnsLabel(string sandbox, string service, int revision) =>
        ForkNames.Of(sandbox, "uid", service, revision).Should().MatchRegex("^[a-z]([-a-z0-9]{0,44}[a-z0-9])$");

    [Fact]
    public void Name_DependsOnEverything() =>
        new[]
        {
            ForkNames.Of("a", "u", "s", 1), ForkNames.Of("b", "u", "s", 1), ForkNames.Of("a", "v", "s", 1), ForkNames.Of("a", "u", "t", 1), ForkNames.Of("a", "u", "s", 2),
            ForkNames.Of(s_long, "u", s_long, 1), ForkNames.Of(s_long[1..] + "b", "u", s_long, 1),
        }.Should().OnlyHaveUniqueItems();

    [Fact]
    public void ClaimName_Fits() => ForkNames.OfClaim(ForkNames.Of(s_long, "u", s_long, 1), s_long).Length.Should().BeLessThanOrEqualTo(63);
}
