using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class VerificationFilesTests
{
    [Theory]
    [InlineData("plans/fee.yaml", true)]
    [InlineData("plans/deep/fee.yml", true)]
    [InlineData("recordings/shop.har", true)]
    [InlineData("plans/fee.cs", false)]
    [InlineData("fee.yaml", false)]
    [InlineData("other/plans/fee.yaml", false)]
    [InlineData("plans.yaml", false)]
    [InlineData("plans-old/fee.yaml", false)]
    [InlineData("services/orders/fixture.har", false)]
    public void Contain_PlansAndRecordings_ButNothingOfAService(string file, bool expected) =>
        VerificationFiles.Contain(file, Read("services: { orders: { source: services/orders, run: ./orders } }")).Should().Be(expected);

    [Theory]
    [InlineData("checks", "checks/fee.yaml", true)]
    [InlineData("./checks/", "checks/fee.yaml", true)]
    [InlineData("checks", "plans/fee.yaml", false)]
    public void Contain_TheConfiguredFolder(string folder, string file, bool expected) =>
        VerificationFiles.Contain(file, Read("services: { orders: { source: services/orders, run: ./orders } }") with { Plans = folder }).Should().Be(expected);

    [Fact]
    public void Contain_PlansOfAServiceWithItsSourceThere_IsFalse() =>
        VerificationFiles.Contain("plans/fee.yaml", Read("services: { plans: { source: plans, run: ./plans } }")).Should().BeFalse();

    [Fact]
    public void Contain_ServiceOfTheWholeTree_StillHasPlans() =>
        VerificationFiles.Contain("plans/fee.yaml", Read("services: { shop: { source: ., run: ./shop } }")).Should().BeTrue();

    private static SandboxConfiguration Read(string services)
    {
        var result = ConfigurationReader.Read($"version: 1\n{services}\n", _ => null);
        result.Problems.Should().BeEmpty();
        return result.Configuration!; // no problems
    }
}
