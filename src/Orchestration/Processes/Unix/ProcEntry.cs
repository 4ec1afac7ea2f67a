namespace AgentSandbox.Orchestration.Processes.Unix;

/// <summary>One process at one moment.</summary>
internal sealed record ProcEntry
{
    public required ProcessIdentity Identity { get; init; }

    public required int ParentPid { get; init; }

    public required int SessionId { get; init; }

    /// <summary>It has ended and waits for its parent to notice.</summary>
    public bool IsZombie { get; init; }

    /// <summary>It is executing a new program at this moment, and its mark cannot be read yet.</summary>
    public bool IsExecuting { get; init; }

    public string Command { get; init; } = "";

    public ProcessMark? Mark { get; init; }

    public int Pid => Identity.Pid;
}
