namespace AgentSandbox.Orchestration.Reconciling;

/// <summary>Settings of the reconciler.</summary>
public sealed class ReconcilerOptions
{
    /// <summary>How long requests on their way to a replaced revision may take before it is ended. Default 30 s.</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before a pass that threw is tried again. Default 2 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>With each failure in a row the wait doubles, up to this. Default: as <see cref="RetryDelay"/>, so that it stays.</summary>
    public TimeSpan? LongestRetryDelay { get; set; }

    /// <summary>The wait after so many failures in a row.</summary>
    internal TimeSpan PauseAfter(int failures)
    {
        var pause = RetryDelay * Math.Pow(2, Math.Min(failures - 1, 20));
        var longest = LongestRetryDelay ?? RetryDelay;
        return pause < longest ? pause : longest;
    }
}
