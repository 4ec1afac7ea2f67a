using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Reads the output of a fork's pods, or of a Service's; of a container that was restarted also what it said before.</summary>
internal sealed class ClusterLogs(IKubernetesApi api, string @namespace)
{
    /// <summary>A page of pods' output alone.</summary>
    public async Task<Result<LogPage>> ReadAsync(LogRequest request, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> services, CancellationToken cancellationToken)
    {
        var query = QueryOf(request);
        var read = await ScanAsync(request, query, pods, services, cancellationToken);
        return read.IsSuccess ? LogMerge.Page(query, read.Value) : read.Failure;
    }

    /// <summary>What the pods have of it, to be merged with other logs.</summary>
    public async Task<Result<IReadOnlyList<(LogSource Source, ScannedLog Log)>>> ScanAsync(
        LogRequest request, LogQuery query, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> services, CancellationToken cancellationToken)
    {
        if (request.Stream == LogStream.Build)
        {
            return Result<IReadOnlyList<(LogSource, ScannedLog)>>.Success([]);
        }

        var outputs = pods.SelectMany(pod => Outputs(pod, request, services)).ToDictionary(output => output.Source.Key);
        var known = LogMerge.Known(query with { Sources = [.. outputs.Values.Select(output => output.Source)] }).ToList();
        var scanner = new PodScanner(api, @namespace);
        var scanned = await Task.WhenAll(known.Select(source => scanner.ScanAsync(outputs[source.Key], query, cancellationToken)));
        return Array.Find(scanned, log => !log.IsSuccess) is { Failure: { } failure }
            ? failure
            : Result<IReadOnlyList<(LogSource, ScannedLog)>>.Success([.. known.Zip(scanned, (source, log) => (source, log.Value!))]); // all are successes
    }

    public static LogQuery QueryOf(LogRequest request) => new()
    {
        Sources = [],
        TailLines = Math.Max(request.TailLines, 1),
        MaxBytes = request.MaxBytes,
        Since = request.Since,
        Contains = request.Contains,
        Level = request.Level,
        Cursor = request.Cursor,
    };

    private static IEnumerable<PodOutput> Outputs(JsonObject pod, LogRequest request, IReadOnlyList<JsonObject> services)
    {
        var (service, revision) = (ForkLabels.Of(pod), request.Sandbox) switch
        {
            ({ } fork, { } sandbox) when fork.Sandbox == sandbox.Value => (fork.Service, fork.Revision),
            (null, null) => (ServiceOf(pod, services), 0),
            _ => (null, 0),
        };
        if (service is null || !request.Services.Contains(service) || (request.Revision is { } wanted && wanted != revision))
        {
            yield break;
        }

        foreach (var container in pod.ObjectsAt("spec", "containers").Select(container => container.TextAt("name")).OfType<string>())
        {
            var place = $"{pod.Name()}/{container}";
            yield return new PodOutput(pod.Name(), container, IsPrevious: false, new LogSource(place, service, LogStream.Run, revision));
            if (pod.ObjectsAt("status", "containerStatuses").Any(status => status.TextAt("name") == container && status.NumberAt("restartCount") > 0))
            {
                yield return new PodOutput(pod.Name(), container, IsPrevious: true, new LogSource($"{place}/previous", service, LogStream.Run, revision));
            }
        }
    }

    private static string? ServiceOf(JsonObject pod, IReadOnlyList<JsonObject> services) =>
        services.FirstOrDefault(service => EnrolledService.OriginalSelector(service) is { Count: > 0 } selector && LabelSelector.OfMap(selector)?.Matches(pod.Labels()) == true)?.Name();
}
