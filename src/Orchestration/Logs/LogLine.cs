namespace AgentSandbox.Orchestration.Logs;

/// <summary>One line of output, made safe to show; its words remain untrusted.</summary>
/// <param name="Time">When it was first seen.</param>
/// <param name="Service">The service that wrote it.</param>
/// <param name="Stream">Build or run.</param>
/// <param name="Revision">The revision that wrote it; 0 for the baseline.</param>
/// <param name="Text">The text without escapes and control characters, cut with a mark where it was too long.</param>
/// <param name="Continues">Whether it belongs to the entry of the line before.</param>
public sealed record LogLine(DateTimeOffset Time, string Service, LogStream Stream, int Revision, string Text, bool Continues);
