using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Failures;

public sealed class NearestNameTests
{
    private static readonly string[] s_services = ["catalog", "orders", "payments", "ui", "db"];

    [Theory]
    [InlineData("order", "orders")]
    [InlineData("ORDERS", "orders")]
    [InlineData("odrers", "orders")]
    [InlineData("paymnets", "payments")]
    [InlineData("pay", "payments")]
    [InlineData("iu", "ui")]
    [InlineData("dbs", "db")]
    public void Mistyped_FindsTheNearest(string typed, string expected) => NearestName.Find(typed, s_services).Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("zz")]
    [InlineData("warehouse")]
    public void NothingNear_IsNull(string typed) => NearestName.Find(typed, s_services).Should().BeNull();

    [Fact]
    public void VeryLongText_IsNull() => NearestName.Find(new string('o', 1_000_000), s_services).Should().BeNull();

    [Fact]
    public void NoCandidates_IsNull() => NearestName.Find("orders", []).Should().BeNull();
}
