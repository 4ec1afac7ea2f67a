using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases.Listing;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>An engine with everything around it that an agent meets: what the suite drives.</summary>
public interface ISandboxSystem : IAsyncDisposable
{
    ISandboxEngine Engine { get; }

    IBaseline Baseline { get; }

    ListServices ListServices { get; }

    CreateSandbox CreateSandbox { get; }

    DeployFork DeployFork { get; }

    GetSandbox GetSandbox { get; }

    ListSandboxes ListSandboxes { get; }

    SendRoutedRequest SendRoutedRequest { get; }

    ReadLogs ReadLogs { get; }

    SetRouteGroup SetRouteGroup { get; }

    DeleteSandbox DeleteSandbox { get; }

    ICallerResolver Callers { get; }

    /// <summary>What still runs, in words, for the message of a failed test.</summary>
    IReadOnlyList<string> RunningForks();

    /// <summary>Files and directories that belong to sandboxes.</summary>
    IReadOnlyList<string> Leftovers();
}
