using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>The recordings of this process: at most one of each sandbox, and one of the baseline.</summary>
/// <remarks>
/// What was recorded is in memory until it is written, redacted, at the end: at a limit, when somebody stops it, with
/// the process. A sandbox that goes takes its recording along.
/// </remarks>
internal sealed partial class Recordings(ITrafficSource source, ISandboxStore store, RecordingFiles files, TimeProvider time, ILogger<Recordings> logger) : IAsyncDisposable
{
    private const int MaxActive = 8;
    private const string BaselineKey = "";

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Dictionary<string, ActiveRecording> _active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordingStatus> _last = new(StringComparer.Ordinal);

    /// <summary>Those that are on.</summary>
    public IReadOnlyList<RecordingStatus> Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _active.Values.Select(recording => recording.Status())];
            }
        }
    }

    /// <summary>Begins. The same wish again changes nothing.</summary>
    public async Task<Result<RecordingStatus>> StartAsync(RecordingSpec spec, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken); // so that two do not begin at the routers what only one of them may
        try
        {
            if (Present(spec) is { } present)
            {
                return present;
            }

            var tape = await source.RecordAsync(spec, cancellationToken);
            return tape.IsSuccess ? Begin(spec, tape.Value) : tape.Failure;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Ends the recording, if it is on, and returns it with its file; null when there was none.</summary>
    public async Task<RecordingStatus?> StopAsync(SandboxId? sandbox, string reason, CancellationToken cancellationToken)
    {
        ActiveRecording? recording;
        lock (_gate)
        {
            recording = _active.GetValueOrDefault(KeyOf(sandbox));
        }

        recording?.Stop(reason);
        return recording is null ? Find(sandbox) : await recording.Ended.WaitAsync(cancellationToken);
    }

    /// <summary>The recording that is on, else the last one.</summary>
    public RecordingStatus? Find(SandboxId? sandbox)
    {
        lock (_gate)
        {
            return _active.TryGetValue(KeyOf(sandbox), out var recording) ? recording.Status() : _last.GetValueOrDefault(KeyOf(sandbox));
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<ActiveRecording> left;
        lock (_gate)
        {
            left = [.. _active.Values];
        }

        foreach (var recording in left)
        {
            recording.Stop("the host ended");
        }

        await Task.WhenAll(left.Select(Task (recording) => recording.Ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Result<RecordingStatus>? Present(RecordingSpec spec)
    {
        lock (_gate)
        {
            if (_active.TryGetValue(KeyOf(spec.Sandbox), out var present))
            {
                return present.Spec.Services.SequenceEqual(spec.Services) ? present.Status() : AlreadyOn(present);
            }

            return _active.Count >= MaxActive ? TooMany() : default(Result<RecordingStatus>?);
        }
    }

    private RecordingStatus Begin(RecordingSpec spec, ITrafficTape tape)
    {
        var recording = new ActiveRecording(spec, time.GetUtcNow(), tape);
        lock (_gate)
        {
            _active[KeyOf(spec.Sandbox)] = recording;
            recording.Ended = Task.Run(() => RunAsync(recording));
        }

        LogStarted(spec.Subject, string.Join(", ", spec.Services), spec.Owner, spec.MaxRequests, spec.MaxTime);
        return recording.Status();
    }

    private static string KeyOf(SandboxId? sandbox) => sandbox?.Value ?? BaselineKey;

    private async Task<RecordingStatus> RunAsync(ActiveRecording recording)
    {
        var reason = await EndOfAsync(recording);
        var taped = await recording.Tape.EndAsync();
        var shown = (reason ?? "its sandbox was deleted") + (taped.Incomplete is { } incomplete ? $" ({incomplete})" : "");
        var ended = recording.Status() with
        {
            EndedAt = time.GetUtcNow(),
            EndReason = shown,
            LeftOut = taped.LeftOut,
            Requests = taped.Exchanges.GroupBy(exchange => exchange.Service).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()),
        };
        if (reason is not null)
        {
            ended = Save(ended, taped.Exchanges);
        }

        lock (_gate)
        {
            var key = KeyOf(recording.Spec.Sandbox);
            _active.Remove(key);
            _last.Remove(key);
            if (reason is not null)
            {
                _last[key] = ended;
            }
        }

        LogEnded(recording.Spec.Subject, shown, ended.Total);
        return ended;
    }

    private RecordingStatus Save(RecordingStatus ended, IReadOnlyList<RedactedExchange> exchanges)
    {
        try
        {
            return ended with { File = files.Save(ended, exchanges) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ended with
            {
                Failure = new SandboxFailure
                {
                    Code = FailureCodes.StorageFailed,
                    Category = FailureCategory.Environment,
                    Message = $"The recording of {ended.Spec.Subject} could not be written: {e.Message}",
                    Hint = "Free disk space, then record again.",
                },
            };
        }
    }

    /// <summary>Why it ended; null when its sandbox is gone, whose files must not come back.</summary>
    private async Task<string?> EndOfAsync(ActiveRecording recording)
    {
        using var done = new CancellationTokenSource();
        var late = Task.Delay(recording.Spec.MaxTime, time, done.Token);
        try
        {
            while (true)
            {
                var changed = store.WhenChanged();
                if (recording.Spec.Sandbox is { } sandbox && store.Find(sandbox) is null or { Spec.Deletion: not null })
                {
                    return null;
                }

                var first = await Task.WhenAny(recording.Stopped, recording.Tape.WhenFull, late, changed);
                if (first != changed)
                {
                    return first == late ? $"its {recording.Spec.MaxTime.TotalSeconds:0} s were over"
                        : first == recording.Stopped ? await recording.Stopped
                        : recording.Tape.Requests.Values.Sum() >= recording.Spec.MaxRequests ? $"it had {recording.Spec.MaxRequests} requests"
                        : $"it had {recording.Spec.MaxBytes} bytes";
                }
            }
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private static SandboxFailure AlreadyOn(ActiveRecording present) => new()
    {
        Code = FailureCodes.RecordingActive,
        Category = FailureCategory.User,
        Message = $"Traffic of {present.Spec.Subject} is being recorded already, of {string.Join(", ", present.Spec.Services)}.",
        Hint = "Stop it first with action: stop, or ask for the same services.",
    };

    private static SandboxFailure TooMany() => new()
    {
        Code = FailureCodes.RecordingActive,
        Category = FailureCategory.Environment,
        Message = $"{MaxActive} recordings are on already.",
        Hint = "Stop one of them with action: stop.",
        Retryable = true,
    };

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "Recording the traffic of {Subject} ({Services}) for {Owner}, at most {MaxRequests} requests and {MaxTime}.")]
    private partial void LogStarted(string subject, string services, string owner, int maxRequests, TimeSpan maxTime);

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "Recording the traffic of {Subject} ended, because {Reason}: {Requests} requests.")]
    private partial void LogEnded(string subject, string reason, int requests);
}
