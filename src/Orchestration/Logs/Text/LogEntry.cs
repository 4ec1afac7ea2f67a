namespace AgentSandbox.Orchestration.Logs.Text;

/// <summary>A line with those that continue it.</summary>
/// <param name="Start">The position of its first byte.</param>
/// <param name="StartsInside">Whether its first line continues one that is not here.</param>
/// <param name="Lines">The lines, safe to show.</param>
internal sealed record LogEntry(long Start, bool StartsInside, List<string> Lines);
