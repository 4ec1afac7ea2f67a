using AgentSandbox.Router.Carriers;
using AgentSandbox.Router.Forwarding;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router.Problems;
using AgentSandbox.Router.Routes;
using AgentSandbox.Router.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Router.Listeners;

/// <summary>What happens to each request: guard, read the carriers, decide, record, forward, answer.</summary>
internal sealed partial class RequestPipeline(
    SandboxRouter router,
    RouterOptions options,
    CarrierReader carrierReader,
    BaselineStarter starter,
    UpstreamTraffic traffic,
    UpstreamChoice choice,
    IRequestForwarder forwarder,
    ILogger logger)
{
    private const int RequestIdLength = 16;

    private long _failures;

    public async Task HandleAsync(HttpContext http, string service)
    {
        var target = RequestGuard.TryReadTarget(http, service, out var refused);
        var request = new RequestContext(http, service, target ?? "", carrierReader.Read(http.Request.Headers));
        Begin(request);
        try
        {
            await (refused is null ? RouteAsync(request) : AnswerAsync(request, refused));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            request.Hop?.Failed(RouterErrorCodes.ClientAborted);
        }
        catch (Exception exception)
        {
            await FailAsync(request, exception);
        }
        finally
        {
            request.Hop?.End();
            request.Exchange?.End(request);
        }
    }

    private void Begin(RequestContext request)
    {
        var reading = request.Reading;
        request.Keyed = reading.Origin == KeyOrigin.Own
            || (reading.Origin == KeyOrigin.Foreign && (reading.ConflictingKey is not null || router.Table.TryGetKey(reading.Key.Span, out _)));
        if (request.Keyed)
        {
            request.RequestId ??= router.Hops.FindRequestId(reading.TraceId)
                ?? System.Security.Cryptography.RandomNumberGenerator.GetHexString(RequestIdLength, lowercase: true);
            request.TraceId ??= reading.HasTraceparent ? null : router.Hops.FindTraceId(request.RequestId) ?? TraceParent.NewTraceId();
        }

        request.Hop = router.Hops.Begin(new HopStart
        {
            Service = request.Service,
            Method = request.Http.Request.Method,
            Target = request.Target,
            Key = request.KeyText,
            RequestId = request.RequestId,
            TraceId = request.TraceId,
            Carriers = reading.Carriers,
        });
    }

    private async Task RouteAsync(RequestContext request)
    {
        while (true)
        {
            var (use, problem) = await DecideAsync(request);
            if (use is null)
            {
                await AnswerAsync(request, problem!); // without an upstream there is a problem
                return;
            }

            ForwardResult result;
            request.Exchange ??= router.Recordings.TryBegin(request);
            try
            {
                result = await forwarder.ForwardAsync(request.Http, request.CreateTarget(options, status => OnResponseStarted(request, status)));
            }
            finally
            {
                use.End();
            }

            if (!MayTryAnother(request, result))
            {
                await FinishAsync(request, result);
                return;
            }
        }
    }

    /// <summary>A replica that has just gone is no failure of the service while another one can be reached.</summary>
    private static bool MayTryAnother(RequestContext request, in ForwardResult result)
    {
        if (!result.Unsent || request.Http.Response.HasStarted || request.Replicas.Count < 2)
        {
            return false;
        }

        request.Unreachable = [.. request.Unreachable, request.Upstream!]; // one was just tried
        return request.Replicas.Any(replica => !request.Unreachable.Contains(replica));
    }

    /// <summary>
    /// Decides, and counts the request at its upstream. A table that came in between makes the decision again, so that
    /// whoever publishes a table and then drains an upstream has seen every request that the old table sent there.
    /// </summary>
    private async Task<(UpstreamUse? Use, RouterProblem? Problem)> DecideAsync(RequestContext request)
    {
        while (true)
        {
            var table = router.Table;
            var decision = RouteDecision.Decide(table, request.Service, request.Reading);
            request.Decision = decision;
            request.Hop?.Routed(
                decision.Fork?.Sandbox, decision.Fork?.Revision, decision is { Fork: null, Baseline.External: true });
            if (decision.Problem is not null)
            {
                return (null, decision.Problem);
            }

            var problem = await FindUpstreamAsync(request);
            if (problem is not null)
            {
                return (null, problem);
            }

            var use = traffic.Begin(request.Upstream!.Origin); // found just now
            if (ReferenceEquals(table, router.Table))
            {
                return (use, null);
            }

            use.End();
        }
    }

    private async ValueTask<RouterProblem?> FindUpstreamAsync(RequestContext request)
    {
        var decision = request.Decision;
        if (decision.Outcome != RouteOutcome.StartBaseline)
        {
            request.Replicas = decision.Outcome == RouteOutcome.Fork ? decision.Fork!.Upstreams : decision.Baseline!.Upstreams; // as the outcome says
            request.Upstream = choice.Choose(request.Replicas, request.Unreachable) ?? request.Replicas[0]; // a newer table may list only what was tried
            return null;
        }

        request.Replicas = [];
        var started = await starter.StartAsync(request.Service, request.Http.RequestAborted);
        request.Upstream = started.Address is null ? null : new UpstreamAddress(started.Address);
        return request.Upstream is not null
            ? null
            : UpstreamProblems.BaselineStart(request.Service, decision.Key?.Key.Value, started.ErrorCode, started.Reason);
    }

    private void OnResponseStarted(RequestContext request, int status)
    {
        var decision = request.Decision;
        request.Hop?.Answered(decision.Fork is null ? HopAnswer.Baseline : HopAnswer.Fork, status);
        request.Exchange?.Answered();
        Renew(decision);
    }

    private void Renew(in RouteDecision decision)
    {
        if (decision is { Fork: { } fork, Key: { } key })
        {
            router.OnForkReached(new ForkReached(key.Key, fork.Sandbox, fork.Service));
        }
    }

    private async Task FinishAsync(RequestContext request, ForwardResult result)
    {
        if (result.ErrorCode is null)
        {
            // A connection that lived long was activity until now.
            if (request.Http.Response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            {
                Renew(request.Decision);
            }

            return;
        }

        LogUpstreamFailed(request.Service, result.ErrorCode, result.Fact);
        if (request.Http.Response.HasStarted || result.ErrorCode == RouterErrorCodes.ClientAborted)
        {
            request.Hop?.Failed(result.ErrorCode);
            return;
        }

        await AnswerAsync(request, result.ErrorCode == RouterErrorCodes.RequestRefused
            ? UpstreamProblems.RequestRefused(request.Service, result.Status, result.Fact)
            : UpstreamProblems.Upstream(request.Service, request.Decision.Key?.Key.Value, request.Decision.Fork, result.ErrorCode, result.Fact));
    }

    private async Task AnswerAsync(RequestContext request, RouterProblem problem)
    {
        request.Hop?.Answered(HopAnswer.Router, problem.Status, problem.Code);
        request.Http.Response.Clear();
        if (request.Keyed || request.Decision.UnknownKey)
        {
            request.Http.Response.Headers[ResponseHead.RouteHeaderName] = RouteLabel.For(request.Service, problem);
        }

        await ProblemWriter.WriteAsync(request.Http, problem, options.RetryAfter);
    }

    private async Task FailAsync(RequestContext request, Exception exception)
    {
        var number = Interlocked.Increment(ref _failures);
        LogRequestFailed(request.Service, number, exception);
        if (request.Http.Response.HasStarted)
        {
            request.Hop?.Failed(RouterErrorCodes.RouterFailed);
            request.Http.Abort();
        }
        else
        {
            await AnswerAsync(request, UpstreamProblems.RouterFailed(request.Service, number));
        }
    }

    [LoggerMessage(EventId = RouterEvents.UpstreamFailed, Level = LogLevel.Debug, Message = "A request to {Service} ended with {Code}: {Fact}")]
    private partial void LogUpstreamFailed(string service, string code, string fact);

    [LoggerMessage(EventId = RouterEvents.RequestFailed, Level = LogLevel.Error, Message = "The router failed on a request to {Service}, number {Number}.")]
    private partial void LogRequestFailed(string service, long number, Exception exception);
}
