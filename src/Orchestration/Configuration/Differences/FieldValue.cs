namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>A setting as text; a private one is compared but never shown.</summary>
internal sealed record FieldValue(string? Text, bool IsPrivate);
