using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Forks as processes on this machine.</summary>
internal sealed class LocalEngine(LocalSources sources, LocalForks forks, LocalLayout layout, LogReader logs, ProcessTable processes) : ISandboxEngine
{
    private static readonly TimeSpan s_strayGrace = TimeSpan.FromSeconds(5);

    public string Name => "local";

    public EngineCapabilities Capabilities => EngineCapabilities.WorkingTrees
        | EngineCapabilities.LazyBaseline
        | EngineCapabilities.SurvivesRestart
        | EngineCapabilities.NewServices
        | (layout.Location.IsGit ? EngineCapabilities.Refs : EngineCapabilities.None);

    public Action<ForkEnded>? ForkEnded
    {
        get => forks.ForkEnded;
        set => forks.ForkEnded = value;
    }

    public Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        GuardedAsync($"Capturing '{request.Tree}'", () => sources.CaptureAsync(request, cancellationToken));

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => sources.IsStaleAsync(source, cancellationToken);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        sources.SelectAsync(source, services, cancellationToken);

    public Task<IReadOnlyList<string>> DescribeDifferenceAsync(ForkSource source, CancellationToken cancellationToken) =>
        sources.DescribeDifferenceAsync(source, cancellationToken);

    public Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken) =>
        forks.EnsureAsync(revision, progress, cancellationToken);

    public bool IsRunning(SandboxId sandbox, string service, int revision) => forks.IsRunning(sandbox, service, revision);

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) =>
        forks.RemoveAsync(sandbox, service, revision, cancellationToken);

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) => forks.RemoveSandboxAsync(sandbox, cancellationToken);

    public async Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken)
    {
        var names = live.Select(record => record.Spec.Id.Value).ToHashSet(StringComparer.Ordinal);
        var removed = new List<string>();
        foreach (var directory in Directories(layout.Sandboxes).Where(path => !names.Contains(Path.GetFileName(path))))
        {
            await processes.EndMarkedAsync(ProcessMark.Of(layout.Location.Id, "fork", Path.GetFileName(directory)), s_strayGrace, cancellationToken);
            TreeRemoval.Delete(directory);
            removed.Add($"files of the sandbox '{Path.GetFileName(directory)}', which does not exist");
        }

        foreach (var record in live)
        {
            removed.AddRange(await SweepRevisionsAsync(record, cancellationToken));
        }

        var hashes = live.SelectMany(record => record.Spec.Forks.Values.Concat(record.Forks.Values.Select(fork => fork.Serving?.Spec).OfType<ForkSpec>()))
            .Select(spec => spec.Source.Hash)
            .ToHashSet(StringComparer.Ordinal);
        await sources.PruneAsync(hashes, cancellationToken);
        return removed;
    }

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken)
    {
        var query = new LogQuery
        {
            Sources = [.. request.Services.SelectMany(service => Sources(request, service))],
            TailLines = request.TailLines,
            MaxBytes = request.MaxBytes,
            Since = request.Since,
            Contains = request.Contains,
            Level = request.Level,
            Cursor = request.Cursor,
        };
        return Task.Run(() => (Result<LogPage>)logs.Read(query), cancellationToken);
    }

    private static IEnumerable<string> Directories(string path) => Directory.Exists(path) ? Directory.EnumerateDirectories(path).ToList() : [];

    private static async Task<Result<T>> GuardedAsync<T>(string what, Func<Task<Result<T>>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LocalFailures.Storage(what, e);
        }
    }

    /// <summary>Removes trees of revisions that neither serve nor are wanted. Logs stay until the sandbox goes.</summary>
    private async Task<IReadOnlyList<string>> SweepRevisionsAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        foreach (var service in Directories(layout.Sandbox(record.Spec.Id)).Select(Path.GetFileName).OfType<string>())
        {
            foreach (var revision in Revisions(record.Spec.Id, service))
            {
                var serves = record.Forks.GetValueOrDefault(service)?.Serving?.Revision == revision;
                var wanted = record.Spec.Forks.GetValueOrDefault(service)?.Revision == revision;
                if (!serves && !wanted && Directory.Exists(layout.RevisionTree(record.Spec.Id, service, revision)))
                {
                    await forks.RemoveAsync(record.Spec.Id, service, revision, cancellationToken);
                    removed.Add($"files of revision {revision} of '{service}' in '{record.Spec.Id}'");
                }
            }
        }

        return removed;
    }

    private IEnumerable<int> Revisions(SandboxId sandbox, string service) => Directories(layout.Fork(sandbox, service))
        .Select(path => Path.GetFileName(path) is ['r', .. var number] && int.TryParse(number, out var revision) ? revision : 0)
        .Where(revision => revision > 0)
        .Order();

    private IEnumerable<LogSource> Sources(LogRequest request, string service)
    {
        var places = request.Sandbox is not { } sandbox
            ? [(Revision: 0, Logs: layout.BaselineLogs(service))]
            : Revisions(sandbox, service)
                .Where(revision => request.Revision is null || request.Revision == revision)
                .Select(revision => (Revision: revision, Logs: layout.RevisionLogs(sandbox, service, revision)));
        foreach (var (revision, directory) in places)
        {
            if (request.Stream is null or LogStream.Build)
            {
                yield return new LogSource(LocalLayout.BuildLog(directory), service, LogStream.Build, revision);
            }

            if (request.Stream is null or LogStream.Run)
            {
                yield return new LogSource(LocalLayout.RunLog(directory), service, LogStream.Run, revision);
            }
        }
    }
}
