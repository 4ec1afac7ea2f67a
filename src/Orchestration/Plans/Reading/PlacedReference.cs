namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>A name that a step uses, and where it stands.</summary>
internal sealed record PlacedReference(string Name, int Line, int Column, string Path);
