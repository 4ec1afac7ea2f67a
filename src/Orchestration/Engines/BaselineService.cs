using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>A service of the baseline as the engine sees it now.</summary>
public sealed record BaselineService
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Who runs it.</summary>
    public required ServiceKind Kind { get; init; }

    /// <summary>What it speaks.</summary>
    public required Router.ServiceProtocol Protocol { get; init; }

    /// <summary>Whether it can answer.</summary>
    public required BaselineState State { get; init; }

    /// <summary>Where its baseline listens; known when it is ready.</summary>
    public Uri? Address { get; init; }

    /// <summary>Changes whenever the service was started anew; null while it does not run, or when somebody else runs it.</summary>
    public string? Instance { get; init; }

    /// <summary>The address of the router in front of it: what every caller is given.</summary>
    public required Uri RouterAddress { get; init; }

    /// <summary>True when <see cref="RouterAddress"/> leads through a port-forward, which is for requests and not for load.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>An address of the same routers without a port-forward; null when none is known.</summary>
    public Uri? DirectAddress { get; init; }

    /// <summary>The folder, relative to the repository, whose changes are changes of this service.</summary>
    public string? Source { get; init; }

    /// <summary>The services it is configured to call.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>What happens now, such as "building".</summary>
    public string? Activity { get; init; }

    /// <summary>Why it cannot answer.</summary>
    public SandboxFailure? Failure { get; init; }

    /// <summary>For an external service: whether it is sent our carriers.</summary>
    public bool CarryKey { get; init; }

    /// <summary>True when only a branch's configuration has it.</summary>
    public bool IsNew { get; init; }
}
