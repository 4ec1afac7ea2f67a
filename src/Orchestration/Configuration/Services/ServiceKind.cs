namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>What stands behind a service of the baseline.</summary>
public enum ServiceKind
{
    /// <summary>Source of this repository that is built and run; the only kind that can be forked.</summary>
    Process,

    /// <summary>A URL that somebody else runs (<c>url</c>).</summary>
    External,

    /// <summary>A host and port that is only passed through (<c>tcp</c>), such as a database.</summary>
    Tcp,
}
