using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Router.Hops;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Steps;

/// <summary>A step's surroundings as a test writes them down.</summary>
internal sealed class ScriptedServices : IStepServices
{
    public const string Secret = "hunter2-very-secret";

    public RunRecord Run { get; } = new()
    {
        Id = "run-1",
        Plan = "p",
        Purpose = "p",
        Sandbox = "pr-1",
        Key = "run-key",
        Owner = "me",
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string ArtifactDirectory => throw new NotSupportedException();

    public string Tree => throw new NotSupportedException();

    public DateTimeOffset RunStartedAt => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> RoutingHeaders { get; } = new Dictionary<string, string>();

    public Result<Uri> LoadAddress(string service) => ServiceAddresses[service];

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses { get; } = new Dictionary<string, Uri>();

    public JsonElement Values { get; init; } = Json("""{"params":{},"steps":{}}""");

    public double MaxBaselineRate => 0;

    public Func<Result<ProvenResponse>>? Answer { get; init; }

    public StepRequest? Sent { get; private set; }

    public Queue<LogPage> Logs { get; } = new();

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static ObservedResponse Response(string body, int status = 200, string type = "application/json") => new()
    {
        Status = status,
        Headers = new Dictionary<string, string> { ["content-type"] = type, ["etag"] = "\"7\"" },
        Body = body,
        BodyBytes = body.Length,
        IsTruncated = false,
        Duration = TimeSpan.FromMilliseconds(12.5),
    };

    public static RequestProof ProofOf(ProofVerdict verdict, params Hop[] hops) => new()
    {
        Verdict = verdict,
        Reason = $"The records say {verdict}.",
        ForksMet = [.. hops.Where(hop => hop.AnsweredBy == HopAnswer.Fork).Select(hop => new ForkMet(hop.Service, hop.Revision ?? 0))],
        Hops = hops,
    };

    public static Hop Hop(string service, HopAnswer answer, string? error = null) => new()
    {
        Sequence = 1,
        Start = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(3),
        Service = service,
        Method = "GET",
        Path = "/orders",
        Key = "run-key",
        AnsweredBy = answer,
        Sandbox = answer == HopAnswer.Fork ? "pr-1" : null,
        Revision = answer == HopAnswer.Fork ? 3 : null,
        Status = 200,
        ErrorCode = error,
    };

    public Result<string> Resolve(PlanTemplate template)
    {
        var text = template.Source;
        foreach (var reference in template.References)
        {
            var value = Values;
            if (!reference.Split('.').All(name => value.TryGetProperty(name, out value)))
            {
                return new SandboxFailure { Code = FailureCodes.ValueMissing, Category = FailureCategory.User, Message = $"'{reference}' has no value.", Hint = "Capture it." };
            }

            text = text.Replace("${" + reference + "}", value.ToString(), StringComparison.Ordinal);
        }

        return text;
    }

    public string Redact(string text) => text.Replace(Secret, "***", StringComparison.Ordinal);

    public Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken)
    {
        target.Should().Be(RequestTarget.Sandbox);
        Sent = request;
        return Task.FromResult(Answer!());
    }

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) =>
        Task.FromResult<Result<LogPage>>(Logs.Count > 1 ? Logs.Dequeue() : Logs.Peek());

    public void Report(string activity)
    {
    }
}
