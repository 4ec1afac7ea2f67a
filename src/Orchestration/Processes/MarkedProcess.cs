namespace AgentSandbox.Orchestration.Processes;

/// <summary>A running process that belongs to a mark, by its environment or by its descent.</summary>
/// <param name="Identity">The process.</param>
/// <param name="Mark">The mark in its own environment, where it has one.</param>
/// <param name="Command">The short name that the system shows, for messages only.</param>
public sealed record MarkedProcess(ProcessIdentity Identity, ProcessMark? Mark, string Command);
