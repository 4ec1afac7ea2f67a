using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.Orchestration.Configuration;

/// <summary>The whole of an <c>agent-sandbox.yaml</c> that was read without a problem.</summary>
/// <remarks>Immutable. Names, paths, commands and references between services are already checked.</remarks>
public sealed record SandboxConfiguration
{
    /// <summary>The file's name at the repository's root.</summary>
    public const string FileName = "agent-sandbox.yaml";

    /// <summary>The format's version; 1 is the only one.</summary>
    public required int Version { get; init; }

    /// <summary>The ref that the baseline runs; null means the working directory.</summary>
    public string? Trunk { get; init; }

    /// <summary>Where baseline and forks run.</summary>
    public EngineKind Engine { get; init; } = EngineKind.Local;

    /// <summary>Carriers and unknown keys.</summary>
    public RoutingConfiguration Routing { get; init; } = RoutingConfiguration.Default;

    /// <summary>How long sandboxes live.</summary>
    public LeaseConfiguration Lease { get; init; } = LeaseConfiguration.Default;

    /// <summary>When baseline services start.</summary>
    public StartMode Start { get; init; } = StartMode.Lazy;

    /// <summary>Bounds on builds and logs.</summary>
    public LimitsConfiguration Limits { get; init; } = LimitsConfiguration.Default;

    /// <summary>The time without sandboxes after which the host ends itself.</summary>
    public TimeSpan HostIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The folder with the plans, relative to the repository's root.</summary>
    public string Plans { get; init; } = "plans";

    /// <summary>Names of environment variables whose values are redacted everywhere.</summary>
    public IReadOnlyList<string> Redact { get; init; } = [];

    /// <summary>The services by name, in the order of the file.</summary>
    public required IReadOnlyDictionary<string, ServiceConfiguration> Services { get; init; }
}
