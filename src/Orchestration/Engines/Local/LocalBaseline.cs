using System.Collections.Immutable;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Local.Runs;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>The baseline on one machine: each service is built and started when it is first needed, once for all who wait.</summary>
internal sealed class LocalBaseline(
    LocalTrunk trunk, LocalTrunks trunks, LocalLayout layout, ServiceRunner runner, ServiceScopes scopes, IServiceAddresses addresses, TimeProvider time) : IBaseline, IAsyncDisposable
{
    private static readonly TimeSpan s_retryAfterFailure = TimeSpan.FromSeconds(10);
    private static readonly Uri s_noAddress = new("http://127.0.0.1:0");
    private static readonly IReadOnlyDictionary<string, string> s_nothing = new Dictionary<string, string>();

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<Result<BaselineService>>> _starts = [];
    private readonly SemaphoreSlim _changing = new(1, 1);
    private CancellationTokenSource _running = new();
    private int _disposed;
    private LocalTrunk _trunk = trunk;
    private ImmutableSortedDictionary<string, BaselineEntry> _entries = First(trunk);

    public Action? Changed { get; set; }

    public LocalTrunk Trunk => Volatile.Read(ref _trunk);

    public IReadOnlyList<BaselineService> Services => [.. Volatile.Read(ref _entries).Values.Select(Show)];

    public async Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var current = Trunk;
        return new BaselineInfo(current.Ref, current.Commit, await trunks.TrunkCommitAsync(current.Ref, cancellationToken), current.Directory) { Note = current.Note };
    }

    public Task<string?> DigestAsync(CancellationToken cancellationToken) => trunks.DigestAsync(Trunk, cancellationToken);

    /// <summary>Makes services of a branch known; their baseline is absent.</summary>
    public void AddNew(IEnumerable<ServiceConfiguration> services)
    {
        List<ServiceConfiguration> added;
        lock (_gate)
        {
            added = [.. services.Where(service => !_entries.ContainsKey(service.Name))];
            _entries = _entries.AddRange(added.Select(service => KeyValuePair.Create(service.Name, BaselineEntry.First(service, isNew: true))));
        }

        if (added.Count > 0)
        {
            Changed?.Invoke();
        }
    }

    public Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken)
    {
        TaskCompletionSource<Result<BaselineService>> start;
        BaselineEntry entry;
        CancellationToken running;
        lock (_gate)
        {
            if (!_entries.TryGetValue(service, out var found))
            {
                return Task.FromResult<Result<BaselineService>>(UseCases.SandboxFailures.ServiceNotFound(service, _entries.Keys));
            }

            if (found.State is BaselineState.Ready or BaselineState.Absent)
            {
                return Task.FromResult<Result<BaselineService>>(Show(found));
            }

            if (_starts.TryGetValue(service, out var begun))
            {
                return begun.WaitAsync(cancellationToken);
            }

            if (found is { State: BaselineState.Unavailable, Failure: { } failure })
            {
                return Task.FromResult<Result<BaselineService>>(failure);
            }

            start = new TaskCompletionSource<Result<BaselineService>>(TaskCreationOptions.RunContinuationsAsynchronously);
            _starts[service] = start.Task;
            entry = found;
            running = _running.Token;
        }

        _ = Task.Run(() => StartAsync(entry, start, running), CancellationToken.None);
        return start.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Starts every service, those that others refer to first. A failure keeps none of the others from starting.</summary>
    public async Task StartAllAsync()
    {
        foreach (var layer in ReferenceOrder.Layers(Trunk.Configuration.Services))
        {
            await Task.WhenAll(layer.Select(service => EnsureAsync(service, CancellationToken.None)));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await StopAllAsync();
            SetAll(Trunk, keepNew: true);
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke();
    }

    public async Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        List<string> ran;
        try
        {
            ran = [.. Volatile.Read(ref _entries).Values.Where(entry => entry.Running is not null).Select(entry => entry.Service.Name)];
            await StopAllAsync();
            var moved = await trunks.OpenAsync(move: true, CancellationToken.None); // the services are stopped: finish
            if (moved.IsSuccess)
            {
                var addressed = await addresses.EnsureAsync(moved.Value.Configuration.Services.Values, CancellationToken.None);
                moved = addressed.IsSuccess ? moved : addressed.Failure;
            }

            SetAll(moved.IsSuccess ? moved.Value : Trunk, keepNew: true);
            if (!moved.IsSuccess)
            {
                return moved.Failure;
            }
        }
        finally
        {
            _changing.Release();
        }

        Changed?.Invoke();
        foreach (var service in ran.Where(service => Volatile.Read(ref _entries).ContainsKey(service)))
        {
            _ = EnsureAsync(service, CancellationToken.None); // who needs it waits for it
        }

        return await DescribeAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // The runtime stops it, and the container of the host disposes of it once more.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await StopAsync(CancellationToken.None);
            _running.Dispose();
        }
    }

    private static ImmutableSortedDictionary<string, BaselineEntry> First(LocalTrunk trunk) => trunk.Configuration.Services.Values
        .ToImmutableSortedDictionary(service => service.Name, service => BaselineEntry.First(service, isNew: false), StringComparer.Ordinal);

    private async Task StartAsync(BaselineEntry entry, TaskCompletionSource<Result<BaselineService>> start, CancellationToken running)
    {
        var name = entry.Service.Name;
        Result<BaselineService> result;
        try
        {
            result = await StartCoreAsync(entry.Service, running);
        }
        catch (OperationCanceledException)
        {
            result = Stopped(name);
        }
        catch (Exception e)
        {
            result = LocalFailures.Storage($"Starting the baseline of '{name}'", e);
        }

        if (!result.IsSuccess && !running.IsCancellationRequested)
        {
            SetFailed(name, result.Failure);
        }

        lock (_gate)
        {
            _starts.Remove(name);
        }

        Changed?.Invoke();
        start.SetResult(result);
    }

    private async Task<Result<BaselineService>> StartCoreAsync(ServiceConfiguration service, CancellationToken cancellationToken)
    {
        foreach (var dependency in service.DependsOn)
        {
            var ready = await EnsureAsync(dependency, cancellationToken);
            if (!ready.IsSuccess)
            {
                return ready.Failure;
            }
        }

        var plan = Plan(service);
        var built = await runner.BuildAsync(plan, activity => Set(service.Name, entry => entry with { Activity = activity }), cancellationToken);
        if (!built.IsSuccess)
        {
            return built.Failure;
        }

        Set(service.Name, entry => entry with { Activity = "starting" });
        var started = await runner.StartAsync(plan, cancellationToken);
        if (!started.IsSuccess)
        {
            return started.Failure;
        }

        var running = started.Value;
        Set(service.Name, entry => entry with { State = BaselineState.Ready, Address = running.Address, Running = running, Activity = null, Failure = null });
        _ = WatchAsync(service.Name, running);
        return Show(Volatile.Read(ref _entries)[service.Name]);
    }

    /// <summary>A baseline service that ends by itself starts again when it is needed next.</summary>
    private async Task WatchAsync(string service, RunningService running)
    {
        var exit = await running.Child.Exited;
        var failure = RunFailures.Crashed(running.Plan, FailureCodes.BaselineCrashed, exit);
        if (Set(service, entry => entry.Running != running ? entry : entry with { State = BaselineState.Dormant, Address = null, Running = null, Failure = failure }))
        {
            await running.StopAsync(CancellationToken.None); // what it left behind
            Changed?.Invoke();
        }
    }

    private RunPlan Plan(ServiceConfiguration service)
    {
        var current = Trunk;
        return new RunPlan
        {
            Service = service,
            Title = $"the baseline of '{service.Name}'",
            Role = ProcessRole.Baseline,
            Tree = current.Directory,
            Logs = layout.BaselineLogs(service.Name),
            Mark = layout.BaselineMark(service.Name),
            Scope = scopes.For(current.Configuration, sandbox: null),
            ExtraEnvironment = s_nothing,
            BuildTimeout = current.Configuration.Limits.BuildTimeout,
        };
    }

    private async Task StopAllAsync()
    {
        Task[] starts;
        lock (_gate)
        {
            _running.Cancel();
            starts = [.. _starts.Values];
        }

        await Task.WhenAll(starts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var running = Volatile.Read(ref _entries).Values.Select(entry => entry.Running).OfType<RunningService>().ToList();
        foreach (var service in running)
        {
            // Before the process ends, so that its end is not taken for a crash.
            Set(service.Plan.Service.Name, entry => entry with { State = BaselineState.Dormant, Address = null, Running = null, Failure = null });
        }

        await Task.WhenAll(running.Select(service => service.StopAsync(CancellationToken.None)));
    }

    private void SetAll(LocalTrunk next, bool keepNew)
    {
        lock (_gate)
        {
            var fresh = First(next);
            var added = keepNew ? _entries.Values.Where(entry => entry.IsNew && !fresh.ContainsKey(entry.Service.Name)) : [];
            _entries = fresh.AddRange(added.Select(entry => KeyValuePair.Create(entry.Service.Name, entry)));
            _trunk = next;
            _running.Dispose();
            _running = new CancellationTokenSource();
        }
    }

    private void SetFailed(string service, SandboxFailure failure)
    {
        Set(service, entry => entry with { State = BaselineState.Unavailable, Failure = failure, Activity = null });
        _ = RetryLaterAsync(service, _running.Token);
    }

    /// <summary>Until then the route says why; afterwards the next request may try again.</summary>
    private async Task RetryLaterAsync(string service, CancellationToken cancellationToken)
    {
        await Task.Delay(s_retryAfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested
            && Set(service, entry => entry.State == BaselineState.Unavailable ? entry with { State = BaselineState.Dormant } : entry))
        {
            Changed?.Invoke();
        }
    }

    private bool Set(string service, Func<BaselineEntry, BaselineEntry> change)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(service, out var current))
            {
                return false;
            }

            var next = change(current);
            _entries = _entries.SetItem(service, next);
            return !ReferenceEquals(next, current);
        }
    }

    private BaselineService Show(BaselineEntry entry) => new()
    {
        Name = entry.Service.Name,
        Kind = entry.Service.Kind,
        Protocol = Protocols.Of(entry.Service),
        State = entry.State,
        Address = entry.Address,
        Instance = entry.Running?.Child.Identity.ToString(),
        RouterAddress = addresses.Find(entry.Service.Name) ?? s_noAddress,
        Source = entry.Service.Source,
        Calls = [.. entry.Service.References.Order(StringComparer.Ordinal)],
        Activity = entry.Activity,
        Failure = entry.Failure,
        CarryKey = entry.Service.Carry,
        IsNew = entry.IsNew,
    };

    private static SandboxFailure Stopped(string service) => new()
    {
        Code = FailureCodes.BaselineStarting,
        Category = FailureCategory.Environment,
        Message = $"The start of the baseline of '{service}' was ended because the baseline was stopped or updated.",
        Hint = "Send the request again.",
        Retryable = true,
    };
}
