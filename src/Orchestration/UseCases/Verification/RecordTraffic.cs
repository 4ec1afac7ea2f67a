using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using ServiceProtocol = AgentSandbox.Router.ServiceProtocol;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Records the traffic of services, of one sandbox or, when that is said, of the baseline.</summary>
public sealed class RecordTraffic
{
    private const int MostRequests = 5000;
    private const int LeastBytes = 1024;
    private const int MostBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    private readonly ISandboxStore _store;
    private readonly IBaseline _baseline;
    private readonly Recordings _recordings;

    internal RecordTraffic(ISandboxStore store, IBaseline baseline, Recordings recordings)
    {
        _store = store;
        _baseline = baseline;
        _recordings = recordings;
    }

    /// <summary>Begins, ends or shows a recording; each can be repeated.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Ends the wait for the file.</param>
    public async Task<Result<RecordingStatus>> ExecuteAsync(RecordTrafficRequest request, CancellationToken cancellationToken)
    {
        if (ScopeProblem(request) is { } problem)
        {
            return problem;
        }

        if (request.Action == RecordTrafficAction.Start)
        {
            var spec = Spec(request);
            return spec.IsSuccess ? await _recordings.StartAsync(spec.Value, cancellationToken) : spec.Failure;
        }

        var found = request.Action == RecordTrafficAction.Stop
            ? await _recordings.StopAsync(request.Sandbox, $"{request.Caller.Owner} stopped it", cancellationToken)
            : _recordings.Find(request.Sandbox);
        return found is null ? NotFound(request) : found.Failure is { } failure ? failure : found;
    }

    private SandboxFailure? ScopeProblem(RecordTrafficRequest request)
    {
        if (request.Sandbox is null != request.Baseline)
        {
            return Invalid("Whose traffic is meant is not clear: either a sandbox or baseline: true.", "Pass sandbox; or baseline: true for the requests of everybody that carry no key.");
        }

        if (request.Sandbox is not { } sandbox)
        {
            return null;
        }

        var access = request.Action == RecordTrafficAction.Status
            ? SandboxAccess.ForReading(_store, sandbox)
            : SandboxAccess.ForChanging(_store, sandbox, request.Caller, takeOver: false);
        return access.IsSuccess ? null
            : access.Failure.Code == FailureCodes.NotOwner ? access.Failure with { Hint = "Record in a sandbox of your own, or let its owner do it." }
            : access.Failure;
    }

    private Result<RecordingSpec> Spec(RecordTrafficRequest request)
    {
        if (request.MaxRequests is < 1 or > MostRequests || request.MaxBytes is < LeastBytes or > MostBytes || request.MaxTime < TimeSpan.FromSeconds(1) || request.MaxTime > s_longest)
        {
            return Invalid(
                $"The limits are out of range: 1 to {MostRequests} requests, {LeastBytes} to {MostBytes} bytes, 1 to {s_longest.TotalSeconds:0} s.",
                "Choose limits within these ranges.");
        }

        var known = _baseline.Services;
        foreach (var name in request.Services)
        {
            var service = known.FirstOrDefault(candidate => candidate.Name == name);
            if (service is null or { Protocol: ServiceProtocol.Tcp })
            {
                return service is null ? SandboxFailures.ServiceNotFound(name, known.Select(candidate => candidate.Name)) : NotHttp(name);
            }
        }

        var all = known.Where(service => service.Protocol != ServiceProtocol.Tcp).Select(service => service.Name);
        return new RecordingSpec
        {
            Sandbox = request.Sandbox,
            Services = [.. (request.Services.Count == 0 ? all : request.Services).Distinct().Order(StringComparer.Ordinal)],
            MaxRequests = request.MaxRequests,
            MaxBytes = request.MaxBytes,
            MaxTime = request.MaxTime,
            Owner = request.Caller.Owner.ToString(),
        };
    }

    private static SandboxFailure NotFound(RecordTrafficRequest request) => new()
    {
        Code = FailureCodes.RecordingNotFound,
        Category = FailureCategory.User,
        Message = $"There is no recording of {(request.Sandbox is { } sandbox ? $"sandbox '{sandbox}'" : "the baseline")}.",
        Hint = "Begin one with action: start.",
    };

    private static SandboxFailure NotHttp(string service) => new()
    {
        Code = FailureCodes.ServiceNotHttp,
        Category = FailureCategory.User,
        Message = $"Service '{service}' speaks TCP, which is passed through and cannot be recorded.",
        Hint = "Record a service that speaks HTTP; see list_services.",
    };

    private static SandboxFailure Invalid(string message, string hint) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = message,
        Hint = hint,
    };
}
