using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>What a compare step needs, with a running service on either side and no router between: who answers is known by the address.</summary>
internal sealed class BothSides(IServiceClient client, Uri baseline, Uri patched) : IStepServices
{
    private static readonly RequestProof s_known = new() { Verdict = ProofVerdict.Routed, Reason = "The patched service was asked by its own address.", ForksMet = [], Hops = [] };
    private static readonly IReadOnlyDictionary<string, string> s_none = new Dictionary<string, string>();

    public RunRecord Run => throw new NotSupportedException();

    public TimeProvider Time => TimeProvider.System;

    public string ArtifactDirectory => throw new NotSupportedException();

    public string Tree => throw new NotSupportedException();

    public DateTimeOffset RunStartedAt => throw new NotSupportedException();

    public IReadOnlyDictionary<string, string> RoutingHeaders => s_none;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses => throw new NotSupportedException();

    public Result<Uri> LoadAddress(string service) => throw new NotSupportedException();

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public JsonElement Values => throw new NotSupportedException();

    public double MaxBaselineRate => 0;

    public Result<string> Resolve(PlanTemplate template) => template.Source;

    public string Redact(string text) => text;

    public async Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken)
    {
        var routed = new RoutedRequest
        {
            Sandbox = default,
            Service = request.Service,
            Method = request.Method,
            Path = request.Path,
            Headers = request.Headers,
            Body = request.Body,
            MaxBodyBytes = request.MaxBodyBytes,
            Timeout = request.Timeout,
        };
        var isBaseline = target == RequestTarget.Baseline;
        var answer = await client.SendAsync(isBaseline ? baseline : patched, routed, s_none, cancellationToken);
        return answer.IsSuccess ? new ProvenResponse(answer.Value, isBaseline ? null : s_known) : answer.Failure;
    }

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(string activity)
    {
    }
}
