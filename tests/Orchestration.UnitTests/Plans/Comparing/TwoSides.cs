using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.UnitTests.Comparison;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Comparing;

/// <summary>A baseline and a sandbox that answer as a test says.</summary>
internal sealed class TwoSides : IStepServices
{
    public const string Secret = "hunter2-very-secret";

    /// <summary>Answers of the baseline by the number of the request, from 0.</summary>
    public Func<int, Result<ObservedResponse>> Baseline { get; init; } = _ => Answers.Of("{}");

    public Func<StepRequest, Result<ObservedResponse>> Sandbox { get; init; } = _ => Answers.Of("{}");

    public ProofVerdict? Proof { get; init; } = ProofVerdict.Routed;

    public List<StepRequest> SentToBaseline { get; } = [];

    public List<StepRequest> SentToSandbox { get; } = [];

    public RunRecord Run { get; } = new() { Id = "r", Plan = "p", Purpose = "p", Sandbox = "pr-1", Key = "k", Owner = "me", StartedAt = DateTimeOffset.UnixEpoch };

    public TimeProvider Time { get; } = new ImmediateTime();

    public string ArtifactDirectory => throw new NotSupportedException();

    public string Tree { get; init; } = "/nowhere";

    public DateTimeOffset RunStartedAt => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> RoutingHeaders { get; } = new Dictionary<string, string>();

    public Result<Uri> LoadAddress(string service) => ServiceAddresses[service];

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses { get; } = new Dictionary<string, Uri>();

    public JsonElement Values { get; }

    public double MaxBaselineRate => 0;

    public static SandboxFailure Failure(string code, bool retryable = true) => new()
    {
        Code = code,
        Category = FailureCategory.Environment,
        Message = "It did not answer.",
        Hint = "Look.",
        Retryable = retryable,
    };

    public Result<string> Resolve(PlanTemplate template) => template.References.Count == 0
        ? template.Source
        : new SandboxFailure { Code = FailureCodes.ValueMissing, Category = FailureCategory.User, Message = $"'{template.References[0]}' has no value.", Hint = "Capture it." };

    public string Redact(string text) => text.Replace(Secret, "[redacted]", StringComparison.Ordinal);

    public Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sent = target == RequestTarget.Baseline ? SentToBaseline : SentToSandbox;
        sent.Add(request);
        var answer = target == RequestTarget.Baseline ? Baseline(sent.Count - 1) : Sandbox(request);
        return Task.FromResult<Result<ProvenResponse>>(answer.IsSuccess
            ? new ProvenResponse(answer.Value, target == RequestTarget.Baseline || Proof is null ? null : ProofOf(Proof.Value))
            : answer.Failure);
    }

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(string activity)
    {
    }

    private static RequestProof ProofOf(ProofVerdict verdict) => new()
    {
        Verdict = verdict,
        Reason = $"The records say {verdict}.",
        ForksMet = verdict == ProofVerdict.Routed ? [new ForkMet("orders", 3)] : [],
        Hops = [new Hop { Sequence = 1, Start = DateTimeOffset.UnixEpoch, Service = "orders", Method = "GET", Path = "/", Key = "k", AnsweredBy = verdict == ProofVerdict.Routed ? HopAnswer.Fork : HopAnswer.Baseline, Status = 200 }],
    };
}
