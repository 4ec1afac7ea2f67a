namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>How a service's health is found out.</summary>
public enum HealthCheckKind
{
    /// <summary>The port accepts a connection.</summary>
    Tcp,

    /// <summary>A GET of a path is answered with a 2xx status.</summary>
    Http,
}
