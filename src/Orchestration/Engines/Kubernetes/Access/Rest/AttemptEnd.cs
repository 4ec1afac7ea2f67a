namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>How one attempt of a call ended, as far as another depends on it.</summary>
internal enum AttemptEnd
{
    /// <summary>An answer that stands, good or bad.</summary>
    Answered,

    /// <summary>No connection came about, so nothing was sent.</summary>
    NeverSent,

    /// <summary>The connection was lost, and nobody knows what the server did.</summary>
    Lost,

    /// <summary>401.</summary>
    UnknownUser,

    /// <summary>429: the server did nothing.</summary>
    Throttled,

    /// <summary>500, 502, 503 or 504: the server may have done it.</summary>
    Broken,

    /// <summary>What another attempt would not mend, such as a time limit or a certificate.</summary>
    Hopeless,
}
