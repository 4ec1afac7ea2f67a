namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>Where a tree of processes begins: at one process, at a mark, or at both.</summary>
internal sealed record TreeSelector(ProcessIdentity? Root, ProcessMark? Mark);
