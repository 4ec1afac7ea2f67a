namespace AgentSandbox.Orchestration.Processes;

/// <summary>Starts the processes of the local engine.</summary>
public interface IProcessLauncher
{
    /// <summary>Starts a program in a session of its own.</summary>
    /// <remarks>Thread-safe. Returns as soon as the program runs or could not be started; it never throws for what a user can cause.</remarks>
    ProcessStart Start(ProcessSpec spec);
}
