namespace AgentSandbox.McpServer.UnitTests.Protocol;

internal sealed record SampleDependency(string Suffix);
