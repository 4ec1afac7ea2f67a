using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router;

namespace AgentSandbox.Bench.Load;

/// <summary>A run whose fork is the upstream itself, which tells by the key whom a request is for; nothing has to be proven here.</summary>
internal sealed class BenchServices(Uri upstream, string id) : IStepServices
{
    private long _answers;

    public RunRecord Run { get; } = new() { Id = id, Plan = "bench", Purpose = "bench", Sandbox = "bench", Key = "bench", Owner = "bench", StartedAt = DateTimeOffset.UnixEpoch };

    public TimeProvider Time => TimeProvider.System;

    public string ArtifactDirectory => Path.GetTempPath();

    public string Tree => Path.GetTempPath();

    public DateTimeOffset RunStartedAt => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> RoutingHeaders { get; } = new Dictionary<string, string> { ["x-sandbox-key"] = "bench" };

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses { get; } = new Dictionary<string, Uri> { ["bench"] = upstream };

    public Result<Uri> LoadAddress(string service) => upstream;

    public JsonElement Values => default;

    public double MaxBaselineRate => 1000;

    public Result<string> Resolve(PlanTemplate template) => template.Source;

    public string Redact(string text) => text;

    public Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken) =>
        Task.FromResult<Result<ProvenResponse>>(new ProvenResponse(
            new ObservedResponse { Status = 200, Headers = new Dictionary<string, string>(), Body = "", BodyBytes = 0, IsTruncated = false, Duration = TimeSpan.Zero },
            new RequestProof { Verdict = ProofVerdict.Routed, Reason = "The upstream is the fork." }));

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Add(ref _answers, 1_000_000));

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(string activity)
    {
    }
}
