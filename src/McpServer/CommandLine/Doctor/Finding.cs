namespace AgentSandbox.McpServer.CommandLine.Doctor;

/// <summary>One thing that was looked at.</summary>
internal sealed record Finding(string Subject, Severity Severity, string Observed, string? Fix = null);
