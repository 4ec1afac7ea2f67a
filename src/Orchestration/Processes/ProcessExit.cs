namespace AgentSandbox.Orchestration.Processes;

/// <summary>How a process ended: by an exit code, by a signal, or unseen.</summary>
/// <param name="Code">The exit code, where the process ended by itself.</param>
/// <param name="Signal">The number of the signal that ended it.</param>
public readonly record struct ProcessExit(int? Code, int? Signal)
{
    /// <summary>Somebody else collected the status; only the end itself is known.</summary>
    public static ProcessExit Unseen => default;

    /// <summary>Whether it ended by itself with code 0.</summary>
    public bool Success => Code == 0;

    /// <summary>For messages: <c>exit code 1</c>, <c>signal 9 (SIGKILL)</c>.</summary>
    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } => $"signal {signal} ({SignalName(signal)})",
        _ => "an unknown exit code",
    };

    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => "another signal",
    };
}
