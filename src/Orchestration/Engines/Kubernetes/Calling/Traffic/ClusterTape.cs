using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Traffic;

/// <summary>
/// One recording at all router pods. Each is asked every two seconds, which also tells it that somebody is there; a pod
/// that becomes ready meanwhile records from then on, and what one had that went is lost, and said.
/// </summary>
internal sealed class ClusterTape(RouterClient client, WireRecording wanted, string token, Func<IReadOnlyList<string>> routers, HarWriter writer, TimeProvider time) : ITrafficTape
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WireRecorded> _pods = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _lost = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    public Task WhenFull => _full.Task;

    public IReadOnlyDictionary<string, int> Requests => Known()
        .SelectMany(recorded => recorded.Requests)
        .GroupBy(count => count.Key, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(count => count.Value), StringComparer.Ordinal);

    public long Bytes => Known().Sum(recorded => recorded.Bytes);

    /// <summary>Begins at every router that is ready, or at none.</summary>
    public async Task<Result<Done>> BeginAsync(CancellationToken cancellationToken)
    {
        var pods = routers();
        if (pods.Count == 0)
        {
            return NoRouter();
        }

        foreach (var pod in pods)
        {
            var begun = await client.BeginAsync(pod, wanted, token, cancellationToken);
            if (!begun.IsSuccess)
            {
                await EndAsync();
                return begun.Failure;
            }

            Keep(pod, begun.Value);
        }

        _following = Task.Run(() => FollowAsync(_stop.Token), CancellationToken.None);
        return default(Done);
    }

    public async Task<TapedTraffic> EndAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var ended = await Task.WhenAll(Pods().Select(async pod => (pod.Name, Told: await client.EndAsync(pod.Name, pod.Id, token, CancellationToken.None))));
        lock (_gate)
        {
            _lost.UnionWith(ended.Where(entry => !entry.Told.IsSuccess).Select(entry => entry.Name));
        }

        var told = ended.Select(entry => entry.Told.Value).OfType<WireRecorded>().ToList();
        var exchanges = told.SelectMany(recorded => recorded.Exchanges)
            .OrderBy(exchange => exchange.Start)
            .Select(exchange => writer.RedactAgain(new RedactedExchange(exchange.Start, exchange.Service, exchange.Entry)))
            .OfType<RedactedExchange>()
            .Take(wanted.MaxRequests)
            .ToList();
        return new TapedTraffic(exchanges, told.Sum(recorded => recorded.InFlight), _lost.Count == 0 ? null : $"what router {string.Join(" and ", _lost)} recorded is missing");
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var look = new PeriodicTimer(s_look, time);
        while (await look.WaitForNextTickAsync(cancellationToken))
        {
            var known = Pods().Select(pod => pod.Name).ToHashSet(StringComparer.Ordinal);
            await Task.WhenAll(Pods().Select(pod => LookAsync(pod.Name, pod.Id, cancellationToken)));
            foreach (var pod in routers().Where(pod => !known.Contains(pod)))
            {
                var begun = await client.BeginAsync(pod, wanted, token, cancellationToken);
                if (begun.IsSuccess)
                {
                    Keep(pod, begun.Value);
                }
            }

            if (Requests.Values.Sum() >= wanted.MaxRequests || Bytes >= wanted.MaxBytes || Known().Any(recorded => recorded.IsFull))
            {
                _full.TrySetResult();
            }
        }
    }

    /// <summary>A router that does not answer now may do so the next time; one that is gone is found out at the end.</summary>
    private async Task LookAsync(string pod, string id, CancellationToken cancellationToken)
    {
        var looked = await client.LookAsync(pod, id, token, cancellationToken);
        if (looked.IsSuccess)
        {
            Keep(pod, looked.Value);
        }
    }

    private void Keep(string pod, WireRecorded recorded)
    {
        lock (_gate)
        {
            _pods[pod] = recorded;
        }
    }

    private IReadOnlyList<WireRecorded> Known()
    {
        lock (_gate)
        {
            return [.. _pods.Values];
        }
    }

    private IReadOnlyList<(string Name, string Id)> Pods()
    {
        lock (_gate)
        {
            return [.. _pods.Select(pod => (pod.Key, pod.Value.Id))];
        }
    }

    private static SandboxFailure NoRouter() => new()
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.Environment,
        Message = "No router of the namespace is ready, so that nothing can be recorded.",
        Hint = "Enrol a Service with 'agent-sandbox enroll', or look at the routers' pods.",
        Retryable = true,
    };
}
