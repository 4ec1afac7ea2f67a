namespace AgentSandbox.McpServer.Presentation;

/// <summary>How much of what could be shown is shown, so that an answer keeps its limit.</summary>
/// <param name="Value">Between 0 and 1.</param>
internal readonly record struct Share(double Value)
{
    /// <summary>The shares to try, from all to nothing.</summary>
    public static IReadOnlyList<Share> Descending { get; } =
        [.. new[] { 1, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.22, 0.15, 0.1, 0.06, 0.03, 0.01, 0 }.Select(value => new Share(value))];

    /// <summary>This share of a number of items, at least <paramref name="least"/> when there are so many.</summary>
    public int Of(int total, int least = 0) => Math.Min(total, Math.Max(least, (int)(total * Value)));
}
