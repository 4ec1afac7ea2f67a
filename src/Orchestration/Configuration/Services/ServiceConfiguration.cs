using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>One service of the baseline.</summary>
/// <remarks>Paths are relative to the repository's root, with <c>/</c>, and never leave it; <c>.</c> is the root.</remarks>
public sealed record ServiceConfiguration
{
    /// <summary>An environment without variables.</summary>
    public static IReadOnlyDictionary<string, Interpolation> NoEnvironment { get; } = new Dictionary<string, Interpolation>();

    /// <summary>The name, a DNS label.</summary>
    public required string Name { get; init; }

    /// <summary>What stands behind the service.</summary>
    public required ServiceKind Kind { get; init; }

    /// <summary>What it speaks; always <see cref="ServiceProtocol.Tcp"/> for <see cref="ServiceKind.Tcp"/>.</summary>
    public ServiceProtocol Protocol { get; init; } = ServiceProtocol.Http;

    /// <summary>The fixed port of the router's listener for this service; null lets the host choose one and keep it.</summary>
    public int? Port { get; init; }

    /// <summary>The line on which the service begins, for messages.</summary>
    public int Line { get; init; }

    /// <summary>The folder below which a change means that this service changed; null unless <see cref="ServiceKind.Process"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The folder in which build and run commands start: <c>cwd</c>, else <see cref="Source"/>, else the root.</summary>
    public string WorkingDirectory { get; init; } = ".";

    /// <summary>The build command; null when nothing is built.</summary>
    public CommandConfiguration? Build { get; init; }

    /// <summary>Variables for the build command alone.</summary>
    public IReadOnlyDictionary<string, Interpolation> BuildEnvironment { get; init; } = NoEnvironment;

    /// <summary>The run command; null for services that are not a process of the local engine.</summary>
    public CommandConfiguration? Run { get; init; }

    /// <summary>Variables of baseline and forks.</summary>
    public IReadOnlyDictionary<string, Interpolation> Environment { get; init; } = NoEnvironment;

    /// <summary>Variables of forks alone; they win over <see cref="Environment"/>.</summary>
    public IReadOnlyDictionary<string, Interpolation> ForkEnvironment { get; init; } = NoEnvironment;

    /// <summary>How the service is found to be ready.</summary>
    public HealthCheckConfiguration Health { get; init; } = HealthCheckConfiguration.Default;

    /// <summary>Files that git ignores and a snapshot needs all the same; <c>*</c> and <c>**</c> are patterns.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>The command that makes an image of an edited tree (Kubernetes engine); null when there is none.</summary>
    public CommandConfiguration? ImageBuild { get; init; }

    /// <summary>An address of the enrolled Service that is reached without a port-forward (Kubernetes engine); null when none is known.</summary>
    public Uri? Direct { get; init; }

    /// <summary>The time between the polite request to stop and the end by force.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Services that must be started before this one, beyond those that its variables name.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The address of an <see cref="ServiceKind.External"/> service.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether an external service may see our carriers.</summary>
    public bool Carry { get; init; }

    /// <summary>The address of a <see cref="ServiceKind.Tcp"/> dependency.</summary>
    public TcpAddress? Tcp { get; init; }

    /// <summary>The services that run command and variables name by <c>${services.…}</c>, itself excluded.</summary>
    public IReadOnlySet<string> References => Environment.Values
        .Concat(ForkEnvironment.Values)
        .Concat(Run?.Words ?? [])
        .SelectMany(value => value.ReferencedServices)
        .Where(name => name != Name)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The unresolved variables that a process gets: those of forks laid over the common ones for a fork.</summary>
    public IReadOnlyDictionary<string, Interpolation> EnvironmentFor(ProcessRole role)
    {
        if (role == ProcessRole.Build)
        {
            return BuildEnvironment;
        }

        var merged = new Dictionary<string, Interpolation>(Environment, StringComparer.Ordinal);
        foreach (var (name, value) in role == ProcessRole.Fork ? ForkEnvironment : NoEnvironment)
        {
            merged[name] = value;
        }

        return merged;
    }
}
