using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Waiting;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;

/// <inheritdoc cref="IObjectCache" />
/// <remarks>
/// One loop lists, then watches from the list's version for as long as the server knows it. <see cref="Changed"/> is called
/// in the order of the changes, one at a time, while no other change can come in: a handler that waits for another
/// thread's <see cref="Observe"/> never ends.
/// </remarks>
internal sealed partial class ObjectCache(
    IKubernetesApi api,
    ResourceKind kind,
    string? @namespace,
    ListOptions options,
    TimeProvider time,
    ILogger logger) : IObjectCache
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Lock _start = new();
    private readonly CachedObjects _objects = new();
    private readonly BackOff _backOff = new();
    private TaskCompletionSource<Result<Done>> _complete = New<Result<Done>>();
    private readonly ChangeSignal _changed = new();
    private SandboxFailure? _lasting;
    private Task? _loop;
    private string? _version;

    /// <summary>Makes of an object what is kept of it, such as without <c>managedFields</c>. It may change what it gets.</summary>
    public Func<JsonObject, JsonObject>? Transform { get; init; }

    /// <summary>Follow the objects; <see cref="Changed"/> is told after them.</summary>
    public IReadOnlyList<ObjectIndex> Indexes
    {
        get => _objects.Indexes;
        init => _objects.Indexes = value;
    }

    public IReadOnlyCollection<JsonObject> Items => _objects.Items;

    public bool IsComplete { get; private set; }

    public bool IsCurrent { get; private set; }

    public Action<WatchEvent>? Changed { get; set; }

    /// <summary>Begins to list; once.</summary>
    public void Start()
    {
        lock (_start)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _loop ??= Task.Run(() => RunAsync(_stop.Token));
        }
    }

    public JsonObject? Find(string? @namespace, string name) => _objects.Find(@namespace, name);

    public Task<Result<Done>> WhenCompleteAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return IsComplete ? Task.FromResult<Result<Done>>(new Done())
                : _lasting is { } failure ? Task.FromResult<Result<Done>>(failure)
                : _complete.Task.WaitAsync(cancellationToken);
        }
    }

    public Task WhenChanged() => _changed.Next;

    public void Observe(JsonObject item)
    {
        lock (_lock)
        {
            Publish_NeedsLock(_objects.Observe(Kept(item.DeepClone().AsObject())));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_start)
        {
            loop = _loop;
            _stop.Cancel();
        }

        if (loop is not null)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_lock)
        {
            IsCurrent = false;
            _complete.TrySetCanceled();
        }
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            SandboxFailure? failure;
            try
            {
                failure = _version is null ? await ListAsync(cancellationToken) : await WatchAsync(_version, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogBroken(exception, kind);
                failure = Defect(exception);
            }

            if (failure is null)
            {
                continue;
            }

            IsCurrent = false;
            if (failure.Code == FailureCodes.ObjectChanged)
            {
                LogTooOld(kind);
                _version = null; // what happened in between is found by comparing lists
            }

            await Task.Delay(_backOff.Next(failure.RetryAfter, Random.Shared.NextDouble()), time, cancellationToken);
        }
    }

    private async Task<SandboxFailure?> ListAsync(CancellationToken cancellationToken)
    {
        var list = await api.ListAsync(kind, @namespace, options, cancellationToken);
        lock (_lock)
        {
            if (!list.IsSuccess)
            {
                LogLost(kind, list.Failure.ToString());
                ReportLasting_NeedsLock(list.Failure);
                return list.Failure;
            }

            Publish_NeedsLock(_objects.Replace(list.Value.Items.Select(Compact), list.Value.Version));
            _version = list.Value.Version;
            _lasting = null;
            IsComplete = true;
            _complete.TrySetResult(new Done());
            _backOff.Reset();
            return null;
        }
    }

    /// <summary>Follows one watch to its end; null when the next can follow at once.</summary>
    private async Task<SandboxFailure?> WatchAsync(string version, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var isOpen = false;
        await foreach (var next in api.WatchAsync(kind, @namespace, version, options, cancellationToken))
        {
            if (!next.IsSuccess)
            {
                LogLost(kind, next.Failure.ToString());
                return next.Failure;
            }

            if (isOpen)
            {
                _backOff.Reset(); // Something came over it. That it was opened alone proves nothing of a server that hangs up.
            }

            IsCurrent = isOpen = true;
            Take(next.Value);
        }

        return time.GetElapsedTime(began) >= BackOff.Short ? null : Ended();
    }

    private void Take(WatchEvent next)
    {
        lock (_lock)
        {
            _version = CachedObjects.VersionOf(next.Item) ?? _version;
            _objects.Advance(_version);
            if (next.Kind != WatchEventKind.Bookmark)
            {
                Publish_NeedsLock(_objects.Take(next.Kind, Kept(next.Item)));
            }
        }
    }

    private JsonObject Kept(JsonObject item) => Transform is null ? item : Transform(item);

    /// <summary>An item of a list holds on to the bytes of its whole page; so it is kept as a copy of its own.</summary>
    private JsonObject Compact(JsonObject item) => JsonNode.Parse(Rest.ApiBody.Of(Kept(item)))!.AsObject(); // an object's bytes are an object

    private void Publish_NeedsLock(IReadOnlyList<WatchEvent> changes)
    {
        foreach (var change in changes)
        {
            try
            {
                Changed?.Invoke(change);
            }
            catch (Exception exception)
            {
                LogHandlerFailed(exception, kind);
            }
        }

        if (changes.Count > 0)
        {
            _changed.Pulse();
        }
    }

    /// <summary>Tells those who wait of what will not pass by itself; the loop goes on, since somebody may mend it.</summary>
    private void ReportLasting_NeedsLock(SandboxFailure failure)
    {
        if (!failure.Retryable && !IsComplete)
        {
            _lasting = failure;
            _complete.TrySetResult(failure);
            _complete = New<Result<Done>>();
        }
    }

    private SandboxFailure Ended() => new()
    {
        Code = FailureCodes.ClusterUnreachable,
        Category = FailureCategory.Environment,
        Message = $"The cluster ended the watch of {kind} at once.",
        Hint = "Nothing to do: it is opened again.",
        Retryable = true,
    };

    private static SandboxFailure Defect(Exception exception) => new()
    {
        Code = FailureCodes.Internal,
        Category = FailureCategory.Internal,
        Message = $"A {exception.GetType().Name} ended a watch.",
        Hint = "Report it.",
        Retryable = true,
    };

    [LoggerMessage(EventId = 160, Level = LogLevel.Debug, Message = "Lost sight of {Kind}, and tries again: {Failure}")]
    private partial void LogLost(ResourceKind kind, string failure);

    [LoggerMessage(EventId = 161, Level = LogLevel.Debug, Message = "The version of {Kind} is too old for a watch; it is listed again.")]
    private partial void LogTooOld(ResourceKind kind);

    [LoggerMessage(EventId = 162, Level = LogLevel.Error, Message = "A handler of changes of {Kind} failed.")]
    private partial void LogHandlerFailed(Exception exception, ResourceKind kind);

    [LoggerMessage(EventId = 163, Level = LogLevel.Error, Message = "Following {Kind} failed, and is tried again.")]
    private partial void LogBroken(Exception exception, ResourceKind kind);
}
