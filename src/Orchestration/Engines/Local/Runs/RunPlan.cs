using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>All that is needed to build and run one instance of a service.</summary>
internal sealed record RunPlan
{
    public required ServiceConfiguration Service { get; init; }

    /// <summary>How messages call it, such as "revision 2 of the fork of 'orders'".</summary>
    public required string Title { get; init; }

    public required ProcessRole Role { get; init; }

    /// <summary>The top of the files it is built from.</summary>
    public required string Tree { get; init; }

    public required string Logs { get; init; }

    public required ProcessMark Mark { get; init; }

    /// <summary>Values for the placeholders; the port is added for each start.</summary>
    public required InterpolationScope Scope { get; init; }

    /// <summary>On top of the configured environment.</summary>
    public required IReadOnlyDictionary<string, string> ExtraEnvironment { get; init; }

    public required TimeSpan BuildTimeout { get; init; }
}
