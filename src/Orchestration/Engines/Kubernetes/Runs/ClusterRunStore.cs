using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Runs;

/// <summary>
/// Runs beside their sandbox in the cluster, for everybody who may read it, and whole in this machine's files, where what a
/// run collects is too. What is written carries a heartbeat, so that others see when nobody runs it any more.
/// </summary>
/// <param name="files">The runs of this machine.</param>
/// <param name="api">The cluster, with the user's own rights.</param>
/// <param name="resourceOf">The object of a sandbox; null when there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where to log.</param>
internal sealed class ClusterRunStore(FileRunStore files, IKubernetesApi api, Func<SandboxId, JsonObject?> resourceOf, TimeProvider time, ILoggerFactory loggers) : IRunStore, IAsyncDisposable
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (RunBeacon Beacon, Task Work)> _beacons = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<RunBeacon>();
    private readonly CancellationTokenSource _stop = new();

    public async Task<Result<Done>> CreateAsync(RunRecord run, IReadOnlyCollection<string> underWay, CancellationToken cancellationToken)
    {
        var sandbox = new SandboxId(run.Sandbox);
        if (resourceOf(sandbox) is not { } owner)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.SandboxNotFound,
                Category = FailureCategory.User,
                Message = $"The sandbox '{sandbox}' went before the run began.",
                Hint = "Create it again, or look at list_sandboxes.",
            };
        }

        var created = await api.CreateAsync(ResourceKinds.ConfigMaps, RunObject.Write(run, owner, api.Now), cancellationToken);
        if (!created.IsSuccess)
        {
            return created.Failure;
        }

        files.Create(run, underWay);
        var beacon = new RunBeacon(api, owner.Namespace(), run, time, _logger);
        _beacons[run.Id] = (beacon, Task.Run(() => FollowAsync(run.Id, beacon, owner), CancellationToken.None));
        return default(Done);
    }

    public void Save(RunRecord run)
    {
        files.Save(run);
        if (_beacons.TryGetValue(run.Id, out var entry))
        {
            entry.Beacon.Show(run);
        }
    }

    public async Task<Result<KeptRun>> FindAsync(SandboxId sandbox, string id, CancellationToken cancellationToken)
    {
        if (files.Find(sandbox, id) is { } own)
        {
            return FileRunStore.Kept(own);
        }

        if (resourceOf(sandbox) is not { } owner)
        {
            return RunFailures.NotFound(sandbox, null, []);
        }

        var found = FileRunStore.IsId(id)
            ? await api.GetAsync(ResourceKinds.ConfigMaps, owner.Namespace(), RunObject.NameOf(sandbox, id), cancellationToken)
            : RunFailures.NotFound(sandbox, id, []);
        if (found.IsSuccess && RunObject.Read(found.Value, owner, api.Now) is { } kept)
        {
            return kept;
        }

        return found.IsSuccess || found.Failure.Code is FailureCodes.ObjectNotFound or FailureCodes.RunNotFound
            ? await NotFoundAsync(sandbox, id, cancellationToken)
            : found.Failure;
    }

    public async Task<Result<IReadOnlyList<KeptRun>>> ListAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        if (resourceOf(sandbox) is not { } owner)
        {
            return RunFailures.NotFound(sandbox, null, []);
        }

        var listed = await api.ListAsync(ResourceKinds.ConfigMaps, owner.Namespace(), RunObject.Of(sandbox), cancellationToken);
        if (!listed.IsSuccess)
        {
            return listed.Failure;
        }

        var own = files.List(sandbox).Select(FileRunStore.Kept); // whole, so they come before what the cluster has of them
        var all = own.Concat(listed.Value.Items.Select(map => RunObject.Read(map, owner, api.Now)).OfType<KeptRun>());
        return Result<IReadOnlyList<KeptRun>>.Success([.. all.DistinctBy(run => run.Record.Id).OrderByDescending(run => run.Record.Id, StringComparer.Ordinal)]);
    }

    public string ArtifactDirectory(SandboxId sandbox, string id) => files.ArtifactDirectory(sandbox, id);

    /// <summary>Waits for what is still to be written, though not for an API server that is away.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.CancelAfter(s_stopLimit);
        await Task.WhenAll(_beacons.Values.Select(entry => entry.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(string run, RunBeacon beacon, JsonObject owner)
    {
        try
        {
            await Task.WhenAll(beacon.RunAsync(_stop.Token), PruneAsync(owner, _stop.Token));
        }
        finally
        {
            _beacons.TryRemove(run, out _);
        }
    }

    /// <summary>What cannot be removed now is with the next run.</summary>
    private async Task PruneAsync(JsonObject owner, CancellationToken cancellationToken)
    {
        var listed = await api.ListAsync(ResourceKinds.ConfigMaps, owner.Namespace(), RunObject.Of(new SandboxId(owner.Name())), cancellationToken);
        foreach (var old in listed.IsSuccess ? RunObject.Surplus(listed.Value.Items, owner, api.Now) : [])
        {
            await api.DeleteAsync(ResourceKinds.ConfigMaps, old.Namespace(), old.Name(), new DeleteOptions(Uid: old.Uid()), cancellationToken);
        }
    }

    private async Task<SandboxFailure> NotFoundAsync(SandboxId sandbox, string id, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(sandbox, cancellationToken);
        return RunFailures.NotFound(sandbox, id, [.. (listed.Value ?? []).Select(run => run.Record.Id).Take(5)]);
    }
}
