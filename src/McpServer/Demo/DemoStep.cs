namespace AgentSandbox.McpServer.Demo;

/// <summary>One claim of the story and how long its proof took.</summary>
internal sealed record DemoStep(string Claim, bool Proven, double Seconds, string? Expected = null, string? Observed = null);
