namespace AgentSandbox.Orchestration.Configuration.Reading;

/// <summary>A word of a command, where it begins, and whether any of it was quoted.</summary>
internal sealed record SplitWord(string Text, int Offset, bool IsQuoted);
