using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Operating.Logs;

public sealed class TimedLinesTests
{
    [Fact]
    public void Lines_AreJoinedToEntries_AtTheTimesOfTheirFirstLines()
    {
        var (entries, lines) = TimedLines.Parse("""
            2026-01-01T00:00:01.000000001Z started
            2026-01-01T00:00:02Z boom
            2026-01-01T00:00:02.5Z    at Somewhere
            2026-01-01T00:00:03Z on
            """u8);

        lines.Should().Be(4);
        entries.Select(entry => string.Join('|', entry.Lines)).Should().Equal("started", "boom|   at Somewhere", "on");
        entries.Select(entry => new DateTime(entry.Start, DateTimeKind.Utc).Second).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void LinesOfOneTime_HavePositionsOfTheirOwn_ThatALongerReadingKeeps()
    {
        var same = "2026-01-01T00:00:01Z a\n2026-01-01T00:00:01Z b\n2026-01-01T00:00:01Z c\n";

        var alone = TimedLines.Parse(Encoding.UTF8.GetBytes(same)).Entries;
        var longer = TimedLines.Parse(Encoding.UTF8.GetBytes("2026-01-01T00:00:00Z before\n" + same)).Entries;

        alone.Select(entry => entry.Start).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        longer[1..].Select(entry => entry.Start).Should().Equal(alone.Select(entry => entry.Start));
    }

    [Fact]
    public void WhatHasNoTime_IsLeftOut() =>
        TimedLines.Parse("failed to watch file\n2026-01-01T00:00:01Z fine\n\n"u8).Entries.Should().ContainSingle().Which.Lines.Should().Equal("fine");
}
