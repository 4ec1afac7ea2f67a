using AgentSandbox.McpServer.Presentation;

namespace AgentSandbox.McpServer.Tools.Waiting;

/// <summary>How long a call waits. Clients lose calls that take over a minute, so every tool answers within 25 s.</summary>
internal static class WaitTime
{
    public const int LongestSeconds = 25;
    public const int DefaultSeconds = 20;

    private const int SettleSeconds = 3;
    private const int LongestRequest = 15;
    private const int LongestOfTwoRequests = 8;

    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(LongestSeconds);

    public static TimeSpan Clamp(int? seconds, int standard, List<string> notes) =>
        TimeSpan.FromSeconds(Clamped.Value("wait_seconds", seconds, standard, 0, LongestSeconds, notes));

    /// <summary>
    /// Divides the time of a routed request: the start of the baseline, one or two requests, and the end of its hops
    /// together take less than the longest wait.
    /// </summary>
    public static (TimeSpan Request, TimeSpan Baseline) Divide(int? timeoutSeconds, bool two, List<string> notes)
    {
        var longest = two ? LongestOfTwoRequests : LongestRequest;
        var request = Clamped.Value("timeout_seconds", timeoutSeconds, longest, 1, longest, notes);
        var baseline = LongestSeconds - SettleSeconds - (request * (two ? 2 : 1));
        return (TimeSpan.FromSeconds(request), TimeSpan.FromSeconds(baseline));
    }
}
