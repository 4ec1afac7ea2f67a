using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Differences;

namespace AgentSandbox.Orchestration.UnitTests.Configuration;

public sealed class ConfigurationDifferenceTests
{
    private const string Trunk = """
        version: 1
        lease: { idle: 60m }
        services:
          orders: { source: orders, run: a b, env: { SAME: x, TOKEN: old-secret, GONE: bye-secret }, health: /a }
          old: { url: "https://old.example" }
        """;

    private const string Branch = """
        version: 1
        lease: { idle: 30m }
        services:
          orders: { source: orders, run: a c, env: { SAME: x, TOKEN: new-secret }, fork: { env: { CRON: fork-secret } }, health: /a }
          fresh: { source: fresh, run: x }
        """;

    [Fact]
    public void SameConfiguration_HasNoDifference()
    {
        var difference = Between(Trunk, Trunk);

        difference.IsEmpty.Should().BeTrue();
        difference.ToString().Should().BeEmpty();
    }

    [Fact]
    public void Differences_AreNamed()
    {
        var difference = Between(Trunk, Branch);

        difference.ToString().Split('\n').Should().Equal(
            "lease.idle: 1h → 30m",
            "services.fresh: only on the branch",
            "services.old: only on trunk",
            "services.orders.env.GONE: changed",
            "services.orders.env.TOKEN: changed",
            "services.orders.fork.env.CRON: changed",
            "services.orders.run: a b → a c");
    }

    [Fact]
    public void ValuesOfVariables_AreNeverShown()
    {
        var difference = Between(Trunk, Branch);

        difference.ToString().Should().NotContain("secret");
        difference.Services.SelectMany(service => service.Fields)
            .Where(field => field.Field.Contains("env."))
            .Should().HaveCount(3).And.OnlyContain(field => field.Trunk == null && field.Branch == null);
    }

    private static ConfigurationDifference Between(string trunk, string branch)
        => ConfigurationDifference.Between(ConfigurationReader.Read(trunk).Configuration!, ConfigurationReader.Read(branch).Configuration!);
}
