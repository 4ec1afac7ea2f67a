using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

public sealed class ForkDecisionTests
{
    /// <summary>Columns: wanted revision; observed revision, phase and serving revision; whether that one crashed; whether it runs.</summary>
    [Theory]
    [InlineData(0, 0, ForkPhase.Ready, 0, false, false, "None")]
    [InlineData(0, 1, ForkPhase.Ready, 1, false, true, "Remove")]
    [InlineData(0, 1, ForkPhase.Building, 0, false, false, "Remove")]
    [InlineData(0, 1, ForkPhase.Failed, 0, false, false, "Remove")]
    [InlineData(0, 1, ForkPhase.Ready, 1, false, false, "Remove")]
    [InlineData(1, 0, ForkPhase.Ready, 0, false, false, "Deploy")]
    [InlineData(1, 1, ForkPhase.Queued, 0, false, false, "Deploy")]
    [InlineData(1, 1, ForkPhase.Building, 0, false, false, "Deploy")]
    [InlineData(1, 1, ForkPhase.Starting, 0, false, false, "Deploy")]
    [InlineData(1, 1, ForkPhase.Routing, 1, false, true, "Deploy")]
    [InlineData(1, 1, ForkPhase.Ready, 1, false, true, "None")]
    [InlineData(1, 1, ForkPhase.Ready, 1, false, false, "Restart")]
    [InlineData(1, 1, ForkPhase.Routing, 1, false, false, "Restart")]
    [InlineData(1, 1, ForkPhase.Crashed, 1, true, false, "None")]
    [InlineData(1, 1, ForkPhase.Failed, 0, false, false, "None")]
    [InlineData(2, 1, ForkPhase.Ready, 1, false, true, "Deploy")]
    [InlineData(2, 1, ForkPhase.Failed, 0, false, false, "Deploy")]
    [InlineData(2, 1, ForkPhase.Crashed, 1, true, false, "Deploy")]
    [InlineData(2, 2, ForkPhase.Building, 1, false, true, "Deploy")]
    [InlineData(2, 2, ForkPhase.Building, 1, false, false, "Restart")]
    [InlineData(2, 2, ForkPhase.Building, 1, true, false, "Deploy")]
    [InlineData(2, 2, ForkPhase.Failed, 1, false, true, "None")]
    [InlineData(2, 2, ForkPhase.Failed, 1, false, false, "Restart")]
    [InlineData(2, 2, ForkPhase.Failed, 1, true, false, "None")]
    public void Decide_IsThisTable(int wanted, int observed, ForkPhase phase, int serving, bool down, bool runs, string expected)
    {
        var spec = wanted == 0 ? null : Records.Fork("orders", wanted, default);
        var status = observed == 0 ? null : Records.Status("orders", observed, phase, serving == 0 ? null : serving, down);

        ForkDecision.Decide(spec, status, runs).ToString().Should().Be(expected);
    }
}
