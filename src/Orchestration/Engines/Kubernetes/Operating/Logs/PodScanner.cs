using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Reads the output of one container from its end backwards until there is enough.</summary>
/// <remarks>The API gives the last lines, or all since a time; so older lines are had by asking for a longer end, up to a limit.</remarks>
internal sealed class PodScanner(IKubernetesApi api, string @namespace)
{
    private const int FirstTail = 200;
    private const int LargestTail = 50_000;

    public async Task<Result<ScannedLog>> ScanAsync(PodOutput output, LogQuery query, CancellationToken cancellationToken)
    {
        var (from, to) = LogMerge.RangeOf(query, output.Source);
        var low = Math.Max(from, query.Since?.UtcTicks ?? 0);
        for (var tail = Math.Max(FirstTail, query.TailLines * 2); ; tail *= 4)
        {
            var bytes = await PodLogs.ReadAsync(api, @namespace, output.Pod, Options(output, low, tail), cancellationToken);
            if (!bytes.IsSuccess)
            {
                return bytes.Failure;
            }

            var (entries, lines) = TimedLines.Parse(bytes.Value);
            var isWhole = lines < tail && bytes.Value.Length < PodLogs.MaxBytes - PodLogs.LongestLine;
            var complete = isWhole ? entries : [.. entries.SkipWhile((entry, i) => i == 0 && entry.StartsInside)];
            var matching = complete.Where(entry => entry.Start >= low && (to < 0 || entry.Start < to) && LogMerge.Matches(query, entry)).ToList();
            if (isWhole || tail >= LargestTail || matching.Sum(entry => entry.Lines.Count) >= query.TailLines)
            {
                var next = entries.Count > 0 ? Math.Max(low, entries[^1].Start + 1) : low;
                var scannedFrom = isWhole || complete.Count == 0 ? low : Math.Max(low, complete[0].Start);
                return new ScannedLog(low, scannedFrom, to < 0 ? next : to, to < 0 ? next : to, [.. matching.Select(entry => (entry, new DateTimeOffset(entry.Start, TimeSpan.Zero)))]);
            }
        }
    }

    private static PodLogOptions Options(PodOutput output, long low, int tail) => new()
    {
        Container = output.Container,
        Previous = output.IsPrevious,
        Timestamps = true,
        Since = low > DateTime.UnixEpoch.Ticks && low < DateTime.MaxValue.Ticks ? new DateTimeOffset(low, TimeSpan.Zero) : null,
        TailLines = tail,
    };
}
