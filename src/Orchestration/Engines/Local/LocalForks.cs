using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>The forks that run on this machine.</summary>
internal sealed class LocalForks(
    LocalSources sources, LocalBaseline baseline, IServiceAddresses addresses, LocalLayout layout, ServiceRunner runner, ServiceScopes scopes, ProcessTable processes)
{
    private static readonly TimeSpan s_strayGrace = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(SandboxId Sandbox, string Service, int Revision), RunningService> _running = new();

    public Action<ForkEnded>? ForkEnded { get; set; }

    public bool IsRunning(SandboxId sandbox, string service, int revision) => _running.ContainsKey((sandbox, service, revision));

    public async Task<Result<ForkInstance>> EnsureAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue((revision.Sandbox, revision.Service, revision.Revision), out var running))
        {
            return new ForkInstance(running.Address);
        }

        try
        {
            return await BuildAndStartAsync(revision, progress, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LocalFailures.Storage($"Preparing {Title(revision)}", e);
        }
    }

    public async Task RemoveAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken)
    {
        if (_running.TryRemove((sandbox, service, revision), out var running))
        {
            await running.StopAsync(cancellationToken);
        }

        await processes.EndMarkedAsync(layout.RevisionMark(sandbox, service, revision), s_strayGrace, cancellationToken);
        if (Directory.Exists(layout.Revision(sandbox, service, revision)))
        {
            // Whoever empties the cache takes the directory away, and deleting a file in it would fail then.
            File.Delete(layout.BuiltMarker(sandbox, service, revision));
            TreeRemoval.Delete(layout.RevisionTree(sandbox, service, revision));
        }
    }

    public async Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        var forks = _running.Where(pair => pair.Key.Sandbox == sandbox).ToList();
        await Task.WhenAll(forks.Select(async pair =>
        {
            _running.TryRemove(pair);
            await pair.Value.StopAsync(cancellationToken);
        }));
        await processes.EndMarkedAsync(layout.SandboxMark(sandbox), s_strayGrace, cancellationToken);
        TreeRemoval.Delete(layout.Sandbox(sandbox));
    }

    /// <summary>Ends all processes and keeps the files, for the host's own end.</summary>
    public Task StopAllAsync(CancellationToken cancellationToken)
    {
        var all = _running.ToArray();
        _running.Clear();
        return Task.WhenAll(all.Select(pair => pair.Value.StopAsync(cancellationToken)));
    }

    private async Task<Result<ForkInstance>> BuildAndStartAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var configuration = await sources.ConfigurationOfAsync(revision.Spec.Source, cancellationToken);
        if (!configuration.IsSuccess)
        {
            return configuration.Failure;
        }

        if (!configuration.Value.Services.TryGetValue(revision.Service, out var service))
        {
            return UseCases.SandboxFailures.ServiceNotFound(revision.Service, configuration.Value.Services.Keys);
        }

        var known = await KnowAllAsync(configuration.Value, cancellationToken);
        if (!known.IsSuccess)
        {
            return known.Failure;
        }

        var plan = Plan(revision, configuration.Value, service);
        var built = await BuildAsync(revision, plan, progress, cancellationToken);
        if (!built.IsSuccess)
        {
            return built.Failure;
        }

        progress.Report(new ForkProgress(ForkPhase.Starting));
        var started = await runner.StartAsync(plan, cancellationToken);
        if (!started.IsSuccess)
        {
            return started.Failure;
        }

        _running[(revision.Sandbox, revision.Service, revision.Revision)] = started.Value;
        _ = WatchAsync(revision, started.Value);
        return new ForkInstance(started.Value.Address);
    }

    /// <summary>Services of the branch need an address before anything can be told where they are.</summary>
    private async Task<Result<Done>> KnowAllAsync(SandboxConfiguration configuration, CancellationToken cancellationToken)
    {
        var addressed = await addresses.EnsureAsync(configuration.Services.Values, cancellationToken);
        if (addressed.IsSuccess)
        {
            baseline.AddNew(configuration.Services.Values);
        }

        return addressed;
    }

    /// <summary>Writes the files and builds them, unless an earlier life of the host did it to the end.</summary>
    private async Task<Result<Done>> BuildAsync(ForkRevision revision, RunPlan plan, IProgress<ForkProgress> progress, CancellationToken cancellationToken)
    {
        var marker = layout.BuiltMarker(revision.Sandbox, revision.Service, revision.Revision);
        if (File.Exists(marker) && Directory.Exists(plan.Tree))
        {
            return default(Done);
        }

        progress.Report(new ForkProgress(ForkPhase.Building, "writing its files"));
        TreeRemoval.Delete(plan.Tree);
        PrivateDirectory.Ensure(Path.GetDirectoryName(plan.Tree)!); // the path is absolute
        var written = await sources.MaterializeAsync(revision.Spec.Source, plan.Tree, cancellationToken);
        if (!written.IsSuccess)
        {
            return written;
        }

        var built = await runner.BuildAsync(
            plan,
            activity => progress.Report(new ForkProgress(activity == "building" ? ForkPhase.Building : ForkPhase.Queued, activity)),
            cancellationToken);
        if (built.IsSuccess)
        {
            await File.WriteAllTextAsync(marker, revision.Spec.Source.Hash, cancellationToken);
        }

        return built;
    }

    /// <summary>Reports an end that nobody asked for. The report comes first: whoever sees it not running must know why.</summary>
    private async Task WatchAsync(ForkRevision revision, RunningService running)
    {
        var exit = await running.Child.Exited;
        var key = (revision.Sandbox, revision.Service, revision.Revision);
        if (_running.TryGetValue(key, out var current) && current == running)
        {
            ForkEnded?.Invoke(new ForkEnded(revision.Sandbox, revision.Service, revision.Revision, RunFailures.Crashed(running.Plan, FailureCodes.ForkCrashed, exit)));
            _running.TryRemove(KeyValuePair.Create(key, running));
            await running.StopAsync(CancellationToken.None); // what it left behind
        }
    }

    private RunPlan Plan(ForkRevision revision, SandboxConfiguration configuration, ServiceConfiguration service) => new()
    {
        Service = service,
        Title = Title(revision),
        Role = ProcessRole.Fork,
        Tree = layout.RevisionTree(revision.Sandbox, revision.Service, revision.Revision),
        Logs = layout.RevisionLogs(revision.Sandbox, revision.Service, revision.Revision),
        Mark = layout.RevisionMark(revision.Sandbox, revision.Service, revision.Revision),
        Scope = scopes.For(configuration, revision.Sandbox),
        ExtraEnvironment = new Dictionary<string, string>(revision.Spec.Environment)
        {
            ["SANDBOX_NAME"] = revision.Sandbox.Value,
            ["SANDBOX_KEY"] = revision.Sandbox.Value,
        },
        BuildTimeout = configuration.Limits.BuildTimeout,
    };

    private static string Title(ForkRevision revision) => $"revision {revision.Revision} of the fork of '{revision.Service}'";
}
