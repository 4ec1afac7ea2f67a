using System.Collections.Concurrent;
using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router;

namespace AgentSandbox.FunctionalTests.Plans.Loading;

/// <summary>A run around one service, with what the routers would have recorded set by the test.</summary>
internal sealed class LoadedRun(LoadedService service) : IStepServices
{
    private static readonly Hop s_fork = new()
    {
        Sequence = 1,
        Start = DateTimeOffset.UnixEpoch,
        Service = "orders",
        Method = "GET",
        Path = "/",
        AnsweredBy = HopAnswer.Fork,
    };

    public RunRecord Run { get; } = new() { Id = "run-1", Plan = "p", Purpose = "p", Sandbox = "s", Key = "run-key", Owner = "o", StartedAt = DateTimeOffset.UnixEpoch };

    public TimeProvider Time => TimeProvider.System;

    public string ArtifactDirectory => Path.GetTempPath();

    public string Tree => Path.GetTempPath();

    public DateTimeOffset RunStartedAt => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> RoutingHeaders { get; } = new Dictionary<string, string> { ["x-sandbox-key"] = "run-key", ["baggage"] = "sandbox=run-key" };

    /// <summary>Why load may not be sent; null when it may.</summary>
    public SandboxFailure? NoWayForLoad { get; init; }

    public Result<Uri> LoadAddress(string asked) => NoWayForLoad is { } failure ? failure : service.Address;

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses { get; } = new Dictionary<string, Uri> { ["orders"] = service.Address };

    public JsonElement Values => default;

    public double MaxBaselineRate { get; init; } = 1000;

    /// <summary>What the one request before the load proves.</summary>
    public ProofVerdict Verdict { get; init; } = ProofVerdict.Routed;

    /// <summary>True when the request passes a service of the baseline on its way to the fork.</summary>
    public bool PassesBaseline { get; init; }

    /// <summary>What the routers count; null for every request with the run's key.</summary>
    public long? Counted { get; init; }

    public ConcurrentQueue<string> Reports { get; } = new();

    /// <summary>Called with each report.</summary>
    public Action<string> OnReport { get; init; } = _ => { };

    public Result<string> Resolve(PlanTemplate template) => template.Source;

    public string Redact(string text) => text;

    public Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken) =>
        Task.FromResult<Result<ProvenResponse>>(new ProvenResponse(
            new ObservedResponse { Status = 200, Headers = new Dictionary<string, string>(), Body = "", BodyBytes = 0, IsTruncated = false, Duration = TimeSpan.Zero },
            new RequestProof
            {
                Verdict = Verdict,
                Reason = "What the routers recorded.",
                Hops = PassesBaseline ? [s_fork with { AnsweredBy = HopAnswer.Baseline }, s_fork] : [s_fork],
            }));

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(Counted ?? service.Keyed);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? fork, int maxLines, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(string activity)
    {
        Reports.Enqueue(activity);
        OnReport(activity);
    }
}
