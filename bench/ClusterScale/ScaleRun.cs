using System.Diagnostics;
using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterScale;

/// <summary>The measurement: settle many, watch them idle, add one more, remove all.</summary>
internal sealed class ScaleRun(BenchOptions options, Place place, Place peer, OperatorPage page)
{
    private static readonly TimeSpan s_goal = TimeSpan.FromSeconds(1);

    private readonly List<double> _memory = [];

    public async Task<bool> RunAsync()
    {
        Table.Head($"{options.Sandboxes} sandboxes, each with a fork of zero replicas", "what", "measured", "goal");
        await PeerAsync();
        await using var fleet = Fleet.Sandboxes(place);
        await fleet.WhenCompleteAsync();
        var before = await page.ReadAsync();
        await SettleAsync(fleet, before);
        var settled = await page.ReadAsync();
        var isIdle = await IdleAsync();
        var isQuick = await MoreAsync(fleet);
        await RemoveAsync(fleet);
        Profile(settled.CallsSince(before));
        return isIdle && isQuick;
    }

    /// <summary>What the cluster needs for the same number of Deployments without us.</summary>
    private async Task PeerAsync()
    {
        await using var plain = Fleet.Deployments(peer);
        await plain.WhenCompleteAsync();
        var watch = Stopwatch.StartNew();
        await plain.CreateAsync(Enumerable.Range(0, options.Sandboxes).Select(i => Place.Workload($"plain-{i}", peer.Namespace)));
        var made = watch.Elapsed;
        await plain.WhenAsync(count => count == options.Sandboxes);
        Table.Row("the same number of plain Deployments: created", Seconds(made), "");
        Table.Row("… and seen by their own controller", Seconds(watch.Elapsed), "");
    }

    private async Task SettleAsync(Fleet fleet, Sample before)
    {
        Table.Row("operator's memory before", Megabytes(before.Memory), "");
        using var done = new CancellationTokenSource();
        var sampling = SampleAsync(done.Token);
        var watch = Stopwatch.StartNew();
        await fleet.CreateAsync(Enumerable.Range(0, options.Sandboxes).Select(i => Fleet.Sandbox($"pr-{i}", place.Namespace)));
        var made = watch.Elapsed;
        await fleet.WhenAsync(count => count == options.Sandboxes);
        Table.Row("objects created", Seconds(made), "");
        Table.Row("all settled, from the first creation", Seconds(watch.Elapsed), "one pass");
        await done.CancelAsync();
        await sampling;
        Table.Row("operator's memory meanwhile, highest", Megabytes(_memory.Max()), "bounded (limit of the pod: 384 MiB)");
        Table.Row("… of which objects in use at the end", Megabytes((await page.ReadAsync()).Heap), "");
    }

    private async Task<bool> IdleAsync()
    {
        await WaitForQuietAsync();
        var before = await page.ReadAsync();
        await Task.Delay(TimeSpan.FromSeconds(options.IdleSeconds));
        var after = await page.ReadAsync();
        var writes = after.WritesSince(before);
        Table.Row("operator's memory afterwards", Megabytes(after.Memory), "");
        Table.Row($"writes in {options.IdleSeconds} idle seconds, but for the Lease", writes.Count == 0 ? "none" : string.Join(", ", writes.Select(call => $"{call.Count:0} {call.Verb} {call.Kind}")), "none");
        Table.Row("all calls in that time", string.Join(", ", after.CallsSince(before).Select(call => $"{call.Count:0} {call.Verb} {call.Kind}")), "");
        return writes.Count == 0;
    }

    /// <summary>The work ends a moment after the last status: the cluster's own controllers still write into the forks.</summary>
    private async Task WaitForQuietAsync()
    {
        var last = await page.ReadAsync();
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5));
            var now = await page.ReadAsync();
            if (now.WritesSince(last).Count == 0)
            {
                return;
            }

            last = now;
        }
    }

    private async Task<bool> MoreAsync(Fleet fleet)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < options.More; i++)
        {
            var watch = Stopwatch.StartNew();
            await fleet.CreateAsync([Fleet.Sandbox($"more-{i}", place.Namespace)]);
            await fleet.WhenAsync(count => count == options.Sandboxes + i + 1);
            times.Add(watch.Elapsed);
        }

        times.Sort();
        Table.Row("one more sandbox, from its creation until it is ready: median", Milliseconds(times[times.Count / 2]), "");
        Table.Row($"… the slowest of {times.Count}", Milliseconds(times[^1]), "under 1 s");
        return times[^1] < s_goal;
    }

    private async Task RemoveAsync(Fleet fleet)
    {
        var watch = Stopwatch.StartNew();
        await fleet.DeleteAsync([.. Enumerable.Range(0, options.Sandboxes).Select(i => $"pr-{i}"), .. Enumerable.Range(0, options.More).Select(i => $"more-{i}")]);
        await fleet.WhenAsync(count => count == 0);
        var isLeft = true;
        while (isLeft)
        {
            isLeft = Place.Get(await place.Api.ListAsync(ResourceKinds.Deployments, place.Namespace, new ListOptions { LabelSelector = KnownNames.SandboxLabel }, CancellationToken.None)).Items.Count > 0;
        }

        Table.Row("all deleted, forks too", Seconds(watch.Elapsed), "");
        await WaitForQuietAsync();
        Table.Row("operator's memory in the end", Megabytes((await page.ReadAsync()).Memory), "");
    }

    private void Profile(IReadOnlyList<(string Verb, string Kind, string Code, double Count)> calls)
    {
        Table.Head("Calls of the operator per sandbox while all of them settled", "verb", "kind", "code", "calls per sandbox", "calls");
        foreach (var (verb, kind, code, count) in calls)
        {
            Table.Row(verb, kind, code, (count / options.Sandboxes).ToString("0.000", CultureInfo.InvariantCulture), count.ToString("0", CultureInfo.InvariantCulture));
        }

        Table.Row("all", "", "", (calls.Sum(call => call.Count) / options.Sandboxes).ToString("0.000", CultureInfo.InvariantCulture), calls.Sum(call => call.Count).ToString("0", CultureInfo.InvariantCulture));
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            _memory.Add((await page.ReadAsync()).Memory);
            await Task.Delay(500, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms";

    private static string Megabytes(double bytes) => (bytes / (1 << 20)).ToString("0", CultureInfo.InvariantCulture) + " MiB";
}
