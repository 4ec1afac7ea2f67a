namespace AgentSandbox.Orchestration.Logs;

/// <summary>The newest matching lines, in time order.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Older">Continues with older lines; <see langword="null"/> where there are none.</param>
/// <param name="Newer">Continues with what is written from now on.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, LogCursor? Older, LogCursor Newer);
