namespace AgentSandbox.Orchestration.Git.Commands;

/// <summary>Whether a command may take locks in the user's repository.</summary>
internal enum GitAccess
{
    /// <summary>It only looks; git is told to skip even its optional locks.</summary>
    Read,

    /// <summary>It changes something, and waits for a lock that another git holds.</summary>
    Write,
}
