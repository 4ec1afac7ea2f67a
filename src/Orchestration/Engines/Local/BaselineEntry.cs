using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>What is known of one baseline service. Replaced as a whole.</summary>
internal sealed record BaselineEntry
{
    public required ServiceConfiguration Service { get; init; }

    public required BaselineState State { get; init; }

    public Uri? Address { get; init; }

    public string? Activity { get; init; }

    public SandboxFailure? Failure { get; init; }

    public RunningService? Running { get; init; }

    public bool IsNew { get; init; }

    public static BaselineEntry First(ServiceConfiguration service, bool isNew) => service switch
    {
        { Kind: ServiceKind.External } => new() { Service = service, State = BaselineState.Ready, Address = service.Url },
        { Kind: ServiceKind.Tcp, Tcp: { } tcp } => new() { Service = service, State = BaselineState.Ready, Address = new Uri($"tcp://{tcp.Host}:{tcp.Port}") },
        _ => new() { Service = service, State = isNew ? BaselineState.Absent : BaselineState.Dormant, IsNew = isNew },
    };
}
