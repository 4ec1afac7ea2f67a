namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>What became of one file.</summary>
internal sealed record InitStep(string File, InitOutcome Outcome, string Message, IReadOnlyList<string> Details);
