namespace AgentSandbox.McpServer.Demo;

/// <summary>What <c>demo --json</c> prints.</summary>
internal sealed record DemoReport(bool Passed, double Seconds, string Directory, IReadOnlyList<DemoStep> Steps);
