using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Reconciling;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UnitTests.Store;
using AgentSandbox.Router.Routes;
using AgentSandbox.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

/// <summary>The real reconciler, store and route builder around a scripted engine.</summary>
internal sealed class ReconcilerHarness : IAsyncDisposable
{
    private readonly MemoryJournalFile _file;
    private readonly Reconciler _reconciler;

    public ReconcilerHarness(MemoryJournalFile? file = null)
    {
        _file = file ?? new MemoryJournalFile();
        Store = new JournalSandboxStore(Journal.Open(_file), Time);
        _reconciler = Make();
    }

    public ManualTimeProvider Time { get; } = new();

    public JournalSandboxStore Store { get; }

    public FakeEngine Engine { get; } = new();

    public FakePublisher Publisher { get; } = new();

    public FakeBaseline Baseline { get; } = new();

    public static SandboxId Id { get; } = new("pr-1");

    public Task StartAsync() => _reconciler.StartAsync(CancellationToken.None);

    /// <summary>The next life of the host: the same journal, nothing running.</summary>
    public async Task<ReconcilerHarness> RestartAsync()
    {
        await DisposeAsync();
        return new ReconcilerHarness(_file);
    }

    public Task CreateAsync(SandboxId? id = null) =>
        Store.UpdateAsync(id ?? Id, current => current ?? Records.Sandbox((id ?? Id).Value, Time.GetUtcNow()), CancellationToken.None);

    public Task DeployAsync(string service, SandboxId? id = null) => Store.UpdateAsync(
        id ?? Id,
        record => record is null or { Spec.Deletion: not null }
            ? record
            : record.WithFork(service, record.Spec.LastRevisions.GetValueOrDefault(service) + 1),
        CancellationToken.None);

    public Task DeleteForkAsync(string service, SandboxId? id = null) =>
        Store.UpdateAsync(id ?? Id, record => record?.WithoutFork(service), CancellationToken.None);

    public Task DeleteAsync(SandboxId? id = null) =>
        Store.UpdateAsync(id ?? Id, record => record is null or { Spec.Deletion: not null } ? record : record.Deleted(), CancellationToken.None);

    public ForkStatus? Fork(string service) => Store.Find(Id)?.Forks.GetValueOrDefault(service);

    public Task PhaseAsync(string service, int revision, ForkPhase phase) =>
        Eventually.True(() => Fork(service) is { } fork && fork.Revision == revision && fork.Phase == phase, $"{service}@{revision} is {phase}");

    public async Task DeployReadyAsync(string service)
    {
        await DeployAsync(service);
        await PhaseAsync(service, Store.Find(Id)!.Spec.Forks[service].Revision, ForkPhase.Ready);
    }

    /// <summary>True when what runs, what is recorded and what is routed are all as the specs say, and nothing else is left.</summary>
    public bool HasConverged()
    {
        var records = Store.List();
        var wanted = records.SelectMany(record => record.Forks.Values.Select(fork => (record.Spec.Id, fork.Service, Revision: fork.Serving is { Down: null } serving ? serving.Revision : 0)))
            .Where(fork => fork.Revision > 0)
            .ToHashSet();
        return records.All(record => record.Spec.Deletion is null && HasConverged(record))
            && Engine.Running.Keys.ToHashSet().SetEquals(wanted)
            && Engine.Files.Keys.Where(key => !wanted.Contains(key)).All(IsCrashed);
    }

    public async ValueTask DisposeAsync() => await _reconciler.DisposeAsync();

    private bool HasConverged(SandboxRecord record) =>
        record.Spec.Forks.Keys.ToHashSet().SetEquals(record.Forks.Keys)
        && record.Spec.Forks.Values.All(fork => SandboxPhases.IsSettled(record, fork))
        && record.Forks.Values.All(fork => Publisher.Route(record.Spec.Id.Value, fork.Service) is { } route && Agrees(route, fork))
        && Publisher.Table.Keys[record.Spec.Id.Value].Forks.Count == record.Forks.Count;

    private static bool Agrees(ForkRoute route, ForkStatus fork) => fork.Serving is { Down: null } serving
        ? route.State == ForkState.Ready && route.Address == serving.Address && route.Revision == serving.Revision
        : route.State == ForkState.Unavailable && route.Reason is not null;

    /// <summary>The files of a crashed revision stay for as long as it is the one to show.</summary>
    private bool IsCrashed((SandboxId Sandbox, string Service, int Revision) key) =>
        Store.Find(key.Sandbox)?.Forks.GetValueOrDefault(key.Service)?.Serving is { Down.Code: FailureCodes.ForkCrashed or FailureCodes.BuildFailed } serving && serving.Revision == key.Revision;

    private Reconciler Make() => new(
        Store,
        Engine,
        Baseline,
        new RouteSync(Store, Baseline, Publisher, new RunKeys(), () => [], UnknownKeyPolicy.Refuse, Time),
        Publisher,
        new ReconcilerOptions(),
        Time,
        NullLogger<Reconciler>.Instance);
}
