namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>What runs on this machine.</summary>
internal interface IProcessList
{
    /// <summary>All processes, with their marks.</summary>
    IReadOnlyList<ProcEntry> Snapshot();

    /// <summary>One process, without its mark.</summary>
    ProcEntry? Find(int pid);
}
