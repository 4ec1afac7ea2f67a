namespace AgentSandbox.McpServer.UnitTests.Bridge;

/// <summary>What the tools of the test host saw; shared by every host of a test.</summary>
internal sealed class HostProbe
{
    private int _calls;

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Calls => Volatile.Read(ref _calls);

    public int Count() => Interlocked.Increment(ref _calls);
}
