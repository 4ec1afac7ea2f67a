using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Propagation.Advice;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Secrets;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router.Hops;
using ServiceProtocol = AgentSandbox.Router.ServiceProtocol;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Sends one request with a sandbox's key and proves from the routers' records who answered it.</summary>
public sealed class SendRoutedRequest
{
    private readonly ISandboxStore _store;
    private readonly ISandboxEngine _engine;
    private readonly IBaseline _baseline;
    private readonly ProvenRequests _requests;
    private readonly Redactor _redactor;
    private readonly BaselineStart _start;
    private readonly PropagationAdviser _adviser;

    internal SendRoutedRequest(
        ISandboxStore store, ISandboxEngine engine, IBaseline baseline, IHopSource hops, IServiceClient client, Redactor redactor, TimeProvider time)
    {
        _store = store;
        _engine = engine;
        _baseline = baseline;
        _requests = new ProvenRequests(hops, client);
        _redactor = redactor;
        _start = new BaselineStart(baseline, time);
        _adviser = new PropagationAdviser(baseline);
    }

    /// <summary>Checks, sends, waits for the hops to end, judges; asks the baseline too when told so.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<RoutedRequestResult>> ExecuteAsync(RoutedRequest request, CancellationToken cancellationToken)
    {
        if (RoutedRequestCheck.Check(request) is { } invalid)
        {
            return invalid;
        }

        var found = SandboxAccess.ForReading(_store, request.Sandbox);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        var record = found.Value;
        var service = FindService(request);
        if (!service.IsSuccess)
        {
            return service.Failure;
        }

        if (NotReady(record, request.Service) is { } notReady)
        {
            return notReady;
        }

        if (await _engine.CheckAsync(EngineUse.Request, cancellationToken) is { } unusable)
        {
            return unusable;
        }

        if (await _start.EnsureAsync(service.Value, [.. record.Spec.Forks.Keys], request.BaselineWait, cancellationToken) is { } starting)
        {
            return starting;
        }

        var sent = await SendAsync(record, request, service.Value, cancellationToken);
        return sent.IsSuccess && request.CompareWithBaseline
            ? await CompareAsync(sent.Value, request, service.Value, cancellationToken)
            : sent;
    }

    private Result<BaselineService> FindService(RoutedRequest request)
    {
        var service = _baseline.Services.FirstOrDefault(candidate => candidate.Name == request.Service);
        return service switch
        {
            null => SandboxFailures.ServiceNotFound(request.Service, _baseline.Services.Select(candidate => candidate.Name)),
            { Protocol: ServiceProtocol.Tcp } => new SandboxFailure
            {
                Code = FailureCodes.ServiceNotHttp,
                Category = FailureCategory.User,
                Message = $"Service '{request.Service}' speaks TCP, which is passed through unrouted.",
                Hint = "Send the request to a service that speaks HTTP; see list_services.",
            },
            _ => service,
        };
    }

    /// <summary>A first revision that is still on its way would be answered with 503 by the router; say it before sending.</summary>
    private static SandboxFailure? NotReady(SandboxRecord record, string entry)
    {
        var missing = record.Spec.Forks.Values.FirstOrDefault(fork => record.Forks.GetValueOrDefault(fork.Service)?.Serving is null);
        var failure = missing is null ? null : record.Forks.GetValueOrDefault(missing.Service)?.Failure;
        return missing is null ? null : new SandboxFailure
        {
            Code = FailureCodes.ForkNotReady,
            Category = FailureCategory.User,
            Message = $"No revision of the fork of '{missing.Service}' in sandbox '{record.Spec.Id}' is ready{(failure is null ? string.Empty : ": " + failure.Message)} Nothing was sent to '{entry}'.",
            Hint = failure?.Hint ?? "Wait with get_sandbox and wait_seconds: 25, then send again.",
            Evidence = failure?.Evidence ?? [],
            Retryable = failure is null,
            RetryAfter = failure is null ? TimeSpan.FromSeconds(2) : null,
        };
    }

    private async Task<Result<RoutedRequestResult>> SendAsync(SandboxRecord record, RoutedRequest request, BaselineService service, CancellationToken cancellationToken)
    {
        var sent = await _requests.SendAsync(record, record.Spec.Id.Key, request, service, cancellationToken);
        return !sent.IsSuccess
            ? sent.Failure
            : new RoutedRequestResult
            {
                Response = sent.Value.Response,
                Proof = sent.Value.Proof,
                StaleServices = await StaleAsync(record, cancellationToken),
                Notes = [.. Notes(record, sent.Value.Proof), .. SandboxViews.ChangedBaselines(record), .. await AdviceAsync(record, sent.Value.Proof, cancellationToken)],
            };
    }

    private static IEnumerable<string> Notes(SandboxRecord record, RequestProof proof)
    {
        foreach (var status in record.Forks.Values.Where(status => status.Serving is { } serving && record.Spec.Forks.TryGetValue(status.Service, out var spec) && serving.Revision < spec.Revision))
        {
            yield return $"Revision {status.Serving!.Revision} of {status.Service} serves; revision {record.Spec.Forks[status.Service].Revision} is {status.Phase.ToString().ToLowerInvariant()}."; // Serving is tested above
        }

        if (proof.Hops.Any(hop => hop.External))
        {
            yield return $"Routing ends at {string.Join(", ", proof.Hops.Where(hop => hop.External).Select(hop => hop.Service).Distinct())}, which somebody else runs.";
        }
    }

    private async Task<IReadOnlyList<string>> AdviceAsync(SandboxRecord record, RequestProof proof, CancellationToken cancellationToken)
    {
        if (proof.Lost is not { } lost)
        {
            return [];
        }

        var arrived = proof.Hops.FirstOrDefault(hop => hop.Service == lost.MetInstead && hop.Key is null)?.Carriers ?? HopCarriers.None;
        return [await _adviser.AdviseAsync(lost.Service, arrived, record, cancellationToken)];
    }

    private async Task<IReadOnlyList<string>> StaleAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        var view = await new SandboxViews(_engine).ShowAsync(record, cancellationToken);
        return view.StaleServices;
    }

    private async Task<Result<RoutedRequestResult>> CompareAsync(
        RoutedRequestResult result, RoutedRequest request, BaselineService service, CancellationToken cancellationToken)
    {
        // The baseline of a forked service may still be asleep; the router wakes it, within the request's own limit.
        var baseline = await _requests.SendToBaselineAsync(request, service, cancellationToken);
        return baseline.IsSuccess
            ? result with { Baseline = baseline.Value, Differences = ResponseDifference.Between(baseline.Value, result.Response, _redactor.Redact) }
            : result with { Notes = [.. result.Notes, $"The baseline could not be asked: {baseline.Failure.Message}"] };
    }
}
