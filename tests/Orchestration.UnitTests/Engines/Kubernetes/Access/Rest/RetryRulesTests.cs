using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Rest;

public sealed class RetryRulesTests
{
    [Theory]
    [InlineData(nameof(AttemptEnd.Answered), true, 0)]
    [InlineData(nameof(AttemptEnd.Hopeless), true, 0)]
    [InlineData(nameof(AttemptEnd.UnknownUser), true, 0)]
    [InlineData(nameof(AttemptEnd.NeverSent), false, 2)]
    [InlineData(nameof(AttemptEnd.Lost), true, 4)]
    [InlineData(nameof(AttemptEnd.Lost), false, 0)]
    [InlineData(nameof(AttemptEnd.Broken), true, 4)]
    [InlineData(nameof(AttemptEnd.Broken), false, 0)]
    [InlineData(nameof(AttemptEnd.Throttled), false, 4)]
    public void End_IsRepeatedOnlyWhereThatIsSafe(string end, bool isRepeatable, int expected)
    {
        var repetitions = 0;
        while (RetryRules.Pause(Enum.Parse<AttemptEnd>(end), repetitions + 1, isRepeatable, null, 0.5) is not null)
        {
            repetitions++;
        }

        repetitions.Should().Be(expected);
    }

    [Fact]
    public void RetryAfter_IsWaitedFor_UpToTenSeconds()
    {
        RetryRules.Pause(AttemptEnd.Throttled, 1, false, TimeSpan.FromSeconds(3), 0).Should().Be(TimeSpan.FromSeconds(3));
        RetryRules.Pause(AttemptEnd.Throttled, 1, false, TimeSpan.FromSeconds(11), 0).Should().BeNull();
    }

    [Fact]
    public void Pause_Grows_AndIsSpread()
    {
        RetryRules.Pause(AttemptEnd.Throttled, 1, false, null, 0).Should().Be(TimeSpan.FromMilliseconds(100));
        RetryRules.Pause(AttemptEnd.Throttled, 1, false, null, 1).Should().Be(TimeSpan.FromMilliseconds(300));
        RetryRules.Pause(AttemptEnd.Throttled, 4, false, null, 0.5).Should().Be(TimeSpan.FromMilliseconds(1600));
    }
}
