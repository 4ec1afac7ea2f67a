using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>One of several replicas acts, by a Lease that it renews. It is the only thing that is written periodically.</summary>
/// <remarks>
/// Other clocks are not believed: a lease has run out when it did not change for its duration by the own clock. The holder
/// stops before that, when it could not renew for two thirds of the duration, so that two never act at once.
/// </remarks>
internal sealed partial class LeaderElection(IKubernetesApi api, string @namespace, string name, string identity, TimeProvider time, ILogger logger)
{
    private const int DurationSeconds = 15;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(DurationSeconds);
    private static readonly TimeSpan s_renewLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_renewPause = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_tryPause = TimeSpan.FromSeconds(1);

    private string? _seenVersion;
    private long _seenAt;
    private int _transitions;

    /// <summary>Who holds the lease, as far as this replica knows.</summary>
    public string? Holder { get; private set; }

    public bool IsLeader { get; private set; }

    /// <summary>Acts whenever this replica is elected, until the token fires.</summary>
    /// <param name="actAsync">The work; its token fires when the lease is lost.</param>
    /// <param name="changed">Told when the holder is another one.</param>
    /// <param name="cancellationToken">Ends it; the lease is given back.</param>
    public async Task RunAsync(Func<CancellationToken, Task> actAsync, Action changed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var before = Holder;
            if (await TryAsync(cancellationToken))
            {
                await LeadAsync(actAsync, changed, cancellationToken);
            }
            else if (Holder != before)
            {
                changed();
            }

            await PauseAsync(s_tryPause, cancellationToken);
        }
    }

    private async Task LeadAsync(Func<CancellationToken, Task> actAsync, Action changed, CancellationToken cancellationToken)
    {
        LogElected(identity);
        IsLeader = true;
        changed();
        using var term = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = actAsync(term.Token);
        try
        {
            await RenewAsync(work, cancellationToken);
        }
        finally
        {
            IsLeader = false;
            await term.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            LogEnded(identity, work.Exception?.GetBaseException().Message ?? "");
            changed();
            await GiveBackAsync();
        }
    }

    private async Task RenewAsync(Task work, CancellationToken cancellationToken)
    {
        var renewed = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && !work.IsCompleted)
        {
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(work, Task.Delay(s_renewPause, time, wake.Token));
            await wake.CancelAsync();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var left = s_renewLimit - time.GetElapsedTime(renewed);
            limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
            var start = time.GetTimestamp();
            var mine = await TryOrNullAsync(limit.Token);
            if (mine == true)
            {
                renewed = start;
            }
            else if (mine == false || time.GetElapsedTime(renewed) >= s_renewLimit)
            {
                LogLost(identity);
                return;
            }
        }
    }

    private async Task<bool?> TryOrNullAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await api.GetAsync(ResourceKinds.Leases, @namespace, name, cancellationToken);
            if (found is { IsSuccess: false, Failure.Code: not FailureCodes.ObjectNotFound })
            {
                return null;
            }

            return found.IsSuccess && found.Value.TextAt("spec", "holderIdentity") != identity ? false : await WriteAsync(found.Value, cancellationToken) ? true : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await api.GetAsync(ResourceKinds.Leases, @namespace, name, cancellationToken);
            if (!found.IsSuccess)
            {
                return found.Failure.Code == FailureCodes.ObjectNotFound && await WriteAsync(null, cancellationToken);
            }

            return IsFree(found.Value) && await WriteAsync(found.Value, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsFree(JsonObject lease)
    {
        var version = lease.TextAt("metadata", "resourceVersion");
        if (version != _seenVersion)
        {
            (_seenVersion, _seenAt) = (version, time.GetTimestamp());
        }

        Holder = lease.TextAt("spec", "holderIdentity") is { Length: > 0 } holder ? holder : null;
        return Holder is null || Holder == identity || time.GetElapsedTime(_seenAt) >= s_duration;
    }

    private async Task<bool> WriteAsync(JsonObject? lease, CancellationToken cancellationToken)
    {
        var changed = lease?.Copy() ?? new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["labels"] = new JsonObject { [KnownNames.ManagedByLabel] = KnownNames.ManagedBy } },
        };
        changed.Ensure("metadata").Ensure("annotations")[KnownNames.VersionAnnotation] = ProgramVersion.Current;
        var spec = changed.Ensure("spec");
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        if (spec.TextAt("holderIdentity") != identity)
        {
            _transitions = (spec.NumberAt("leaseTransitions") ?? -1) + 1;
            spec["acquireTime"] = now;
        }

        spec["holderIdentity"] = identity;
        spec["leaseDurationSeconds"] = DurationSeconds;
        spec["leaseTransitions"] = _transitions;
        spec["renewTime"] = now;
        var written = lease is null
            ? await api.CreateAsync(ResourceKinds.Leases, changed, cancellationToken)
            : await api.ReplaceAsync(ResourceKinds.Leases, changed, subresource: null, cancellationToken);
        if (written.IsSuccess)
        {
            Holder = identity;
        }

        return written.IsSuccess;
    }

    /// <summary>So that the next one need not wait for the lease to run out.</summary>
    private async Task GiveBackAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
        try
        {
            var found = await api.GetAsync(ResourceKinds.Leases, @namespace, name, limit.Token);
            if (found.IsSuccess && found.Value.TextAt("spec", "holderIdentity") == identity)
            {
                var changed = found.Value.Copy();
                changed.Ensure("spec")["holderIdentity"] = "";
                await api.ReplaceAsync(ResourceKinds.Leases, changed, subresource: null, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It runs out by itself.
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "{Identity} is elected.")]
    private partial void LogElected(string identity);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Warning, Message = "{Identity} lost its lease and stops all writing.")]
    private partial void LogLost(string identity);

    [LoggerMessage(EventId = 6103, Level = LogLevel.Information, Message = "{Identity} is no longer the elected one. {Reason}")]
    private partial void LogEnded(string identity, string reason);
}
