namespace AgentSandbox.Orchestration.Recording;

/// <summary>What is being recorded, whatever runs the routers.</summary>
internal interface ITrafficTape
{
    /// <summary>Ends when a limit is reached; nothing more is recorded then.</summary>
    Task WhenFull { get; }

    /// <summary>Requests that have ended, by service.</summary>
    IReadOnlyDictionary<string, int> Requests { get; }

    /// <summary>Bytes of bodies that are kept.</summary>
    long Bytes { get; }

    /// <summary>Ends the recording at every router and takes what they have.</summary>
    Task<TapedTraffic> EndAsync();
}
