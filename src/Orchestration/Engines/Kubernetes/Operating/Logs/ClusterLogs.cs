using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Merges the output of a fork's pods, or of a Service's, by the time that the cluster noted for each line.</summary>
internal sealed class ClusterLogs(IKubernetesApi api, string @namespace)
{
    private const int MaxLineLength = 4096;

    public async Task<Result<LogPage>> ReadAsync(LogRequest request, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> services, CancellationToken cancellationToken)
    {
        if (request.Stream == LogStream.Build)
        {
            return new LogPage([], null, new LogCursor(new Dictionary<string, long[]>(), onlyThese: false));
        }

        var sources = pods.SelectMany(pod => Sources(pod, request, services)).ToList();
        var read = await Task.WhenAll(sources.Select(source => EntriesAsync(source, request, cancellationToken)));
        var newest = new Dictionary<string, long[]>();
        foreach (var (source, entries) in sources.Zip(read))
        {
            var seen = entries.Count > 0 ? entries.Max(entry => entry.Time) : Since(source, request);
            newest[source.Key] = [(seen ?? DateTimeOffset.UnixEpoch).UtcTicks, -1];
        }

        var chosen = Newest([.. read.SelectMany(entries => entries).OrderBy(entry => entry.Time)], request);
        var lines = chosen.SelectMany(entry => entry.Lines.Select((text, i) => new LogLine(entry.Time, entry.Source.Service, LogStream.Run, entry.Source.Revision, text, i > 0)));
        return new LogPage([.. lines], null, new LogCursor(newest, onlyThese: false));
    }

    private static IEnumerable<Source> Sources(JsonObject pod, LogRequest request, IReadOnlyList<JsonObject> services)
    {
        var (service, revision) = (ForkLabels.Of(pod), request.Sandbox) switch
        {
            ({ } fork, { } sandbox) when fork.Sandbox == sandbox.Value => (fork.Service, fork.Revision),
            (null, null) => (ServiceOf(pod, services), 0),
            _ => (null, 0),
        };
        if (service is null || !request.Services.Contains(service) || (request.Revision is { } wanted && wanted != revision))
        {
            return [];
        }

        var containers = pod.ObjectsAt("spec", "containers").Select(container => container.TextAt("name")).OfType<string>().ToList();
        return containers.Select(container => new Source(pod.Name(), container, service, revision));
    }

    private static string? ServiceOf(JsonObject pod, IReadOnlyList<JsonObject> services) =>
        services.FirstOrDefault(service => EnrolledService.OriginalSelector(service) is { Count: > 0 } selector && LabelSelector.OfMap(selector)?.Matches(pod.Labels()) == true)?.Name();

    private async Task<List<Entry>> EntriesAsync(Source source, LogRequest request, CancellationToken cancellationToken)
    {
        var options = new PodLogOptions
        {
            Container = source.Container,
            Timestamps = true,
            Since = Since(source, request),

            // A filter may drop most lines, so more are asked for than are shown.
            TailLines = Math.Clamp(request.TailLines * (request.Contains is null && request.Level == default ? 2 : 40), 100, 20_000),
        };
        var bytes = await PodLogs.ReadAsync(api, @namespace, source.Pod, options, cancellationToken);
        var entries = Parse(source, bytes).Where(entry => Since(source, request) is not { } since || entry.Time > since);
        return [.. entries.Where(entry =>
            (request.Contains is not { } word || entry.Lines.Any(line => line.Contains(word, StringComparison.OrdinalIgnoreCase))) && LogLevels.Passes(request.Level, entry.Lines))];
    }

    private static DateTimeOffset? Since(Source source, LogRequest request) =>
        request.Cursor?.Ranges.GetValueOrDefault(source.Key) is [var ticks, ..] && ticks > DateTime.UnixEpoch.Ticks && ticks < DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : request.Since;

    private static List<Entry> Parse(Source source, ReadOnlySpan<byte> bytes)
    {
        var entries = new List<Entry>();
        var text = new ArrayList(bytes.Length);
        var times = new List<DateTimeOffset>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            var space = line.IndexOf((byte)' ');
            if (space > 0 && DateTimeOffset.TryParse(Encoding.ASCII.GetString(line[..space]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                text.Starts.Add(text.Length);
                times.Add(time);
                text.Append(line[(space + 1)..]);
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        foreach (var entry in EntryParser.Parse(text.Bytes, 0, MaxLineLength))
        {
            var index = text.Starts.BinarySearch((int)entry.Start);
            entries.Add(new Entry(source, times[index < 0 ? ~index - 1 : index], entry.Lines));
        }

        return entries;
    }

    private static List<Entry> Newest(List<Entry> entries, LogRequest request)
    {
        var (lines, bytes, first) = (0, 0, entries.Count);
        while (first > 0 && lines < request.TailLines)
        {
            bytes += entries[first - 1].Lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1);
            if (bytes > request.MaxBytes && lines > 0)
            {
                break;
            }

            lines += entries[first - 1].Lines.Count;
            first--;
        }

        return entries[first..];
    }

    private sealed record Source(string Pod, string Container, string Service, int Revision)
    {
        /// <summary>Letters and digits alone, as cursors need it.</summary>
        public string Key { get; } = ObjectHash.OfText($"{Pod}/{Container}")[..12];
    }

    private sealed record Entry(Source Source, DateTimeOffset Time, List<string> Lines);

    /// <summary>Lines without their times, and where each begins.</summary>
    private sealed class ArrayList(int capacity)
    {
        private readonly MemoryStream _bytes = new(capacity);

        public List<int> Starts { get; } = [];

        public int Length => (int)_bytes.Length;

        public ReadOnlySpan<byte> Bytes => _bytes.ToArray();

        public void Append(ReadOnlySpan<byte> line)
        {
            _bytes.Write(line);
            _bytes.WriteByte((byte)'\n');
        }
    }
}
