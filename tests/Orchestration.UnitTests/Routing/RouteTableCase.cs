using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.UnitTests.Routing;

/// <summary>The input of one golden case.</summary>
internal sealed record RouteTableCase
{
    public Service[] Baseline { get; init; } = [];

    public Sandbox[] Sandboxes { get; init; } = [];

    public EndedKey[] Ended { get; init; } = [];

    public Run[] Runs { get; init; } = [];

    internal sealed record Service(string Name, BaselineState State, Uri? Address = null, bool External = false, bool CarryKey = false, bool Failure = false);

    internal sealed record Sandbox(string Name, Fork[] Forks, bool Deleted = false);

    internal sealed record Fork(string Service, int Wanted, int Observed = 0, ForkPhase Phase = ForkPhase.Queued, int? Serving = null, bool Down = false);

    internal sealed record EndedKey(string Key, string Reason);

    internal sealed record Run(string Sandbox, bool Ended = false);
}
