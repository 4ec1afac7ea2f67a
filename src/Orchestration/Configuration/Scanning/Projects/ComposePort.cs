namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>A port that Compose publishes.</summary>
internal sealed record ComposePort(int Host, int Container);
