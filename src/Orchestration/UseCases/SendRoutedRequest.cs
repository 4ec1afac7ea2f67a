using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
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
    private readonly IRouteGroupStore _groups;
    private readonly ISandboxEngine _engine;
    private readonly IBaseline _baseline;
    private readonly ProvenRequests _requests;
    private readonly Redactor _redactor;
    private readonly BaselineStart _start;
    private readonly PropagationAdviser _adviser;

    internal SendRoutedRequest(
        ISandboxStore store, IRouteGroupStore groups, ISandboxEngine engine, IBaseline baseline, IHopSource hops, IServiceClient client, Redactor redactor, TimeProvider time)
    {
        _store = store;
        _groups = groups;
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

        var found = KeyTarget.Find(_store, _groups, request.Sandbox);
        if (!found.IsSuccess)
        {
            return found.Failure;
        }

        var target = found.Value;
        var service = FindService(request);
        if (!service.IsSuccess)
        {
            return service.Failure;
        }

        if (target.Members.Select(record => NotReady(record, request.Service)).FirstOrDefault(failure => failure is not null) is { } notReady)
        {
            return notReady;
        }

        if (await _engine.CheckAsync(EngineUse.Request, cancellationToken) is { } unusable)
        {
            return unusable;
        }

        if (await _start.EnsureAsync(service.Value, target.ForkedServices, request.BaselineWait, cancellationToken) is { } starting)
        {
            return starting;
        }

        var sent = await SendAsync(target, request, service.Value, cancellationToken);
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

    private async Task<Result<RoutedRequestResult>> SendAsync(KeyTarget target, RoutedRequest request, BaselineService service, CancellationToken cancellationToken)
    {
        var sent = await _requests.SendAsync(target.Members, target.Key, request, service, cancellationToken);
        return !sent.IsSuccess
            ? sent.Failure
            : new RoutedRequestResult
            {
                Response = sent.Value.Response,
                Proof = sent.Value.Proof,
                StaleServices = await StaleAsync(target, cancellationToken),
                Notes =
                [
                    .. target.Members.SelectMany(Behind),
                    .. External(sent.Value.Proof),
                    .. target.Members.SelectMany(SandboxViews.ChangedBaselines),
                    .. await AdviceAsync(target, sent.Value.Proof, cancellationToken),
                ],
            };
    }

    private static IEnumerable<string> Behind(SandboxRecord record)
    {
        foreach (var status in record.Forks.Values.Where(status => status.Serving is { } serving && record.Spec.Forks.TryGetValue(status.Service, out var spec) && serving.Revision < spec.Revision))
        {
            yield return $"Revision {status.Serving!.Revision} of {status.Service} serves; revision {record.Spec.Forks[status.Service].Revision} is {status.Phase.ToString().ToLowerInvariant()}."; // Serving is tested above
        }
    }

    private static IEnumerable<string> External(RequestProof proof)
    {
        if (proof.Hops.Any(hop => hop.External))
        {
            yield return $"Routing ends at {string.Join(", ", proof.Hops.Where(hop => hop.External).Select(hop => hop.Service).Distinct())}, which somebody else runs.";
        }
    }

    private async Task<IReadOnlyList<string>> AdviceAsync(KeyTarget target, RequestProof proof, CancellationToken cancellationToken)
    {
        if (proof.Lost is not { } lost)
        {
            return [];
        }

        var arrived = proof.Hops.FirstOrDefault(hop => hop.Service == lost.MetInstead && hop.Key is null)?.Carriers ?? HopCarriers.None;
        return [await _adviser.AdviseAsync(lost.Service, arrived, target.ForkerOf(lost.Service), cancellationToken)];
    }

    private async Task<IReadOnlyList<string>> StaleAsync(KeyTarget target, CancellationToken cancellationToken)
    {
        var stale = new List<string>();
        foreach (var record in target.Members)
        {
            stale.AddRange((await new SandboxViews(_engine).ShowAsync(record, cancellationToken)).StaleServices);
        }

        return stale;
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
