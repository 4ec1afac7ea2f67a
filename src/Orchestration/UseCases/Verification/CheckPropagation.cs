using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.Propagation.Advice;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router.Hops;
using ServiceProtocol = AgentSandbox.Router.ServiceProtocol;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Finds out by probes which service does not pass the key on. Changes nothing, renews no lease and leaves nothing.</summary>
public sealed class CheckPropagation
{
    private readonly ISandboxStore _store;
    private readonly IBaseline _baseline;
    private readonly PropagationProbes _probes;
    private readonly BaselineStart _start;

    internal CheckPropagation(ISandboxStore store, IBaseline baseline, PropagationProbes probes, TimeProvider time)
    {
        _store = store;
        _baseline = baseline;
        _probes = probes;
        _start = new BaselineStart(baseline, time);
    }

    /// <summary>Checks, sends the probes, judges, and says what to change.</summary>
    /// <param name="request">Where to send them.</param>
    /// <param name="cancellationToken">Cancels the check; its keys end in any case.</param>
    public async Task<Result<PropagationReport>> ExecuteAsync(CheckPropagationRequest request, CancellationToken cancellationToken)
    {
        var found = request.Sandbox is { } id ? SandboxAccess.ForReading(_store, id) : default(Result<SandboxRecord>?);
        if (found is { IsSuccess: false } missing)
        {
            return missing.Failure;
        }

        if (RoutedRequestCheck.Check(new RoutedRequest { Sandbox = default, Service = request.Service, Path = request.Path }) is { } invalid)
        {
            return invalid;
        }

        var entry = FindService(request.Service);
        if (!entry.IsSuccess)
        {
            return entry.Failure;
        }

        var sandbox = found?.Value;
        if (await _start.EnsureAsync(entry.Value, [.. sandbox?.Spec.Forks.Keys ?? []], request.BaselineWait, cancellationToken) is { } starting)
        {
            return starting;
        }

        var series = await _probes.SendAsync(request.Sandbox, entry.Value, request.Path, _baseline.Services, cancellationToken);
        if (!series.IsSuccess)
        {
            return series.Failure;
        }

        var report = PropagationJudge.Judge(series.Value);
        return report with { Advice = await AdviceAsync(report, sandbox, cancellationToken), Notes = [.. Notes(report, request)] };
    }

    private Result<BaselineService> FindService(string name) => _baseline.Services.FirstOrDefault(service => service.Name == name) switch
    {
        null => SandboxFailures.ServiceNotFound(name, _baseline.Services.Select(service => service.Name)),
        { Protocol: ServiceProtocol.Tcp } => new SandboxFailure
        {
            Code = FailureCodes.ServiceNotHttp,
            Category = FailureCategory.User,
            Message = $"Service '{name}' speaks TCP, which is passed through unrouted.",
            Hint = "Begin at a service that speaks HTTP; see list_services.",
        },
        var service => service,
    };

    private async Task<IReadOnlyList<string>> AdviceAsync(PropagationReport report, SandboxRecord? sandbox, CancellationToken cancellationToken)
    {
        var adviser = new PropagationAdviser(_baseline);
        var advice = new List<string>();
        foreach (var lost in new[] { report.Key, report.Carriers[KeyCarrier.Traceparent] }.Where(finding => finding.LostIn is not null).DistinctBy(finding => finding.LostIn))
        {
            var arrived = report.Arrived.FirstOrDefault(pair => pair.Key == lost.LostBefore).Value;
            advice.Add(await adviser.AdviseAsync(lost.LostIn!, arrived, sandbox, cancellationToken)); // filtered above
        }

        return advice;
    }

    private static IEnumerable<string> Notes(PropagationReport report, CheckPropagationRequest request)
    {
        if (report.Incomplete is { } incomplete)
        {
            yield return $"Not every router told what it recorded, so that calls may be missing: {incomplete} Check again.";
        }

        if (report.Statuses is not [>= 200 and < 300])
        {
            yield return $"GET {request.Path} of {request.Service} was answered with {string.Join(", ", report.Statuses)}; calls that follow only a success were not tested.";
        }

        if (report.Key.Verdict == PropagationVerdict.Untested)
        {
            yield return "Choose a path that makes the service call others, such as one that your users ask for.";
        }

        if (report is { Key.Verdict: PropagationVerdict.Passed } && report.Carriers[KeyCarrier.Header].Verdict == PropagationVerdict.Lost)
        {
            yield return "That x-sandbox-key is not passed on is usual and harmless where baggage is: the router writes it again at each hop.";
        }
    }
}
