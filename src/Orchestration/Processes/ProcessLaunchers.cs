namespace AgentSandbox.Orchestration.Processes;

/// <summary>Chooses the launcher for this operating system.</summary>
public static class ProcessLaunchers
{
    /// <summary>The launcher for this operating system.</summary>
    public static IProcessLauncher Create(TimeProvider time) => throw new NotImplementedException();
}
