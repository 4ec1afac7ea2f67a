using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Runs;

/// <summary>
/// Keeps the object of one run current while it runs here: a heartbeat with what is known every ten seconds, and its end at
/// once. An API server that is away for a while costs heartbeats, not the run.
/// </summary>
internal sealed partial class RunBeacon
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_writeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromMinutes(2);

    private readonly IKubernetesApi _api;
    private readonly string _namespace;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunRecord _latest;

    /// <param name="api">The cluster, with the rights of whoever runs the plan.</param>
    /// <param name="namespace">Where the object is.</param>
    /// <param name="first">What the object was created with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of heartbeats that failed.</param>
    public RunBeacon(IKubernetesApi api, string @namespace, RunRecord first, TimeProvider time, ILogger logger)
    {
        _api = api;
        _namespace = @namespace;
        _name = RunObject.NameOf(new SandboxId(first.Sandbox), first.Id);
        _time = time;
        _logger = logger;
        _latest = first;
    }

    /// <summary>Hands over a later state. After one with an end no other counts.</summary>
    public void Show(RunRecord run)
    {
        if (_ended.Task.IsCompleted)
        {
            return;
        }

        Volatile.Write(ref _latest, run);
        if (run.EndedAt is not null)
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Returns when the end is written, or cannot be any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var written = Volatile.Read(ref _latest);
        long? endedSince = null;
        while (true)
        {
            await PauseAsync(endedSince is null ? s_interval : s_again, isEnd: endedSince is not null, cancellationToken);
            var latest = Volatile.Read(ref _latest);
            var failure = await WriteAsync(ReferenceEquals(latest, written) ? null : latest, cancellationToken);
            endedSince ??= latest.EndedAt is null ? null : _time.GetTimestamp();
            if (failure is null)
            {
                written = latest;
                if (latest.EndedAt is not null)
                {
                    return;
                }
            }
            else if (failure.Code == FailureCodes.ObjectNotFound || (endedSince is { } since && (!failure.Retryable || _time.GetElapsedTime(since) > s_endLimit)))
            {
                LogGivenUp(_name, failure.Code, failure.Message);
                return;
            }
            else
            {
                LogMissed(_name, failure.Code, failure.Message);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, bool isEnd, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var passed = Task.Delay(pause, _time, either.Token);
        await (isEnd ? passed : Task.WhenAny(passed, _ended.Task));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<SandboxFailure?> WriteAsync(RunRecord? run, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_writeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var patched = await _api.PatchAsync(ResourceKinds.ConfigMaps, _namespace, _name, RunObject.Patch(run, _api.Now), either.Token);
            return patched.Failure;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.ClusterUnreachable,
                Category = FailureCategory.Environment,
                Message = $"The cluster did not answer within {s_writeLimit.TotalSeconds:0} s.",
                Hint = "It is tried again.",
                Retryable = true,
            };
        }
    }

    [LoggerMessage(EventId = 6221, Level = LogLevel.Warning, Message = "The state of the run {Name} could not be written beside its sandbox and is tried again ({Code}): {Reason}")]
    private partial void LogMissed(string name, string code, string reason);

    [LoggerMessage(EventId = 6222, Level = LogLevel.Warning, Message = "The state of the run {Name} is not written beside its sandbox any more ({Code}): {Reason}")]
    private partial void LogGivenUp(string name, string code, string reason);
}
