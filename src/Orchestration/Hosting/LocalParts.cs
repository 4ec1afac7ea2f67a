using AgentSandbox.Orchestration.Engines.Local;
using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Routing.Local;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>The local engine's parts, wired.</summary>
internal sealed record LocalParts
{
    public required ISandboxStore Store { get; init; }

    public required LocalBaseline Baseline { get; init; }

    public required LocalForks Forks { get; init; }

    public required LocalEngine Engine { get; init; }

    public required LocalRouter Router { get; init; }

    public required Reconciler Reconciler { get; init; }

    public required LeaseKeeper Leases { get; init; }

    public required OutputTailer Tailer { get; init; }

    public required ServiceClient Client { get; init; }

    public required SandboxUseCases UseCases { get; init; }
}
