using AgentSandbox.Orchestration.Leases;

namespace AgentSandbox.Orchestration.UnitTests.Leases;

public sealed class LeasePolicyTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(30, 90)]
    [InlineData(1379, 1439)]
    [InlineData(1390, 1440)]
    [InlineData(5000, 1440)]
    public void ExpiresAt_IsIdleAfterActivity_AtMostTheCap(int activityMinutes, int expectedMinutes)
    {
        var record = Records.Sandbox("a", s_start) with { LastActivity = s_start.AddMinutes(activityMinutes) };

        LeasePolicy.ExpiresAt(record).Should().Be(s_start.AddMinutes(expectedMinutes));
    }

    [Fact]
    public void HasEnded_AtTheVeryMoment()
    {
        var record = Records.Sandbox("a", s_start);

        LeasePolicy.HasEnded(record, s_start.AddMinutes(60).AddTicks(-1)).Should().BeFalse();
        LeasePolicy.HasEnded(record, s_start.AddMinutes(60)).Should().BeTrue();
    }

    [Fact]
    public void End_SaysWhichLimit()
    {
        var record = Records.Sandbox("a", s_start);

        LeasePolicy.End(record, s_start.AddMinutes(61)).Reason.Should().Contain("idle for 1h");
        LeasePolicy.End(record, s_start.AddHours(24)).Reason.Should().Contain("cap of 1d");
    }

    [Theory]
    [InlineData(-600, false)]
    [InlineData(0, false)]
    [InlineData(14, false)]
    [InlineData(15, true)]
    public void ShouldPersist_EachQuarterOfTheIdleLimit(int minutesLater, bool expected) =>
        LeasePolicy.ShouldPersist(Records.Sandbox("a", s_start), s_start.AddMinutes(minutesLater)).Should().Be(expected);
}
