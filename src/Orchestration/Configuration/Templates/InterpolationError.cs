namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>What is wrong with a placeholder, and where in its text.</summary>
internal sealed record InterpolationError(int Offset, string Message, string Fix);
