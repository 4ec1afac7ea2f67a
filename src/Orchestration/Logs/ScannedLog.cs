using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>The newest matching entries of one log.</summary>
/// <param name="Low">Where the asked range begins.</param>
/// <param name="ScannedFrom">From where on everything was looked at; equal to <paramref name="Low"/> when nothing older is left.</param>
/// <param name="High">Where the looked-at range ends.</param>
/// <param name="NextStart">Where newer lines continue: the end, or the beginning of a line that is still being written.</param>
/// <param name="Entries">The entries, oldest first.</param>
internal sealed record ScannedLog(
    long Low, long ScannedFrom, long High, long NextStart, IReadOnlyList<(LogEntry Entry, DateTimeOffset Time)> Entries);
