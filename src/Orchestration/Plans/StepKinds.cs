namespace AgentSandbox.Orchestration.Plans;

/// <summary>The kinds of steps: the key under which a step's own settings stand in the file.</summary>
public static class StepKinds
{
    /// <summary>An HTTP request that has to meet the fork.</summary>
    public const string Request = "request";

    /// <summary>The same request to the baseline and to the sandbox.</summary>
    public const string Compare = "compare";

    /// <summary>Latency, errors and throughput of fork and baseline.</summary>
    public const string Load = "load";

    /// <summary>Lines that the fork wrote, or must not have written.</summary>
    public const string Logs = "logs";

    /// <summary>A command with the routing header in its environment.</summary>
    public const string Run = "run";

    /// <summary>Recorded traffic against the sandbox.</summary>
    public const string Replay = "replay";

    /// <summary>Expectations over captured values.</summary>
    public const string Check = "check";
}
