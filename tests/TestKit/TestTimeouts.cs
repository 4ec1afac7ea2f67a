namespace AgentSandbox.TestKit;

/// <summary>The one limit of all waits in tests; it is long because the machine may be busy, and never waited out in a passing test.</summary>
public static class TestTimeouts
{
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(90);
}
