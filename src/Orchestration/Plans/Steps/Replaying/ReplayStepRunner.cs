using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Sends recorded requests to the sandbox in their order and compares the answers with the recorded ones.</summary>
internal sealed class ReplayStepRunner : IStepRunner
{
    private const int ReportEvery = 25;

    // These describe the recorded connection or are set by whoever sends.
    private static readonly HashSet<string> s_unsent = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "expect", "accept-encoding",
        "proxy-authorization", "proxy-authenticate", "proxy-connection", "traceparent", "tracestate", "baggage", "forwarded",
    };

    public string Kind => StepKinds.Replay;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var replay = (ReplayStep)step;
        if (DifferenceEvidence.PatternProblem(replay.Rules) is { } unreadable)
        {
            return StepFailures.Outcome(unreadable, services);
        }

        IReadOnlyList<RecordedExchange> exchanges;
        try
        {
            exchanges = await HarReader.ReadAsync(RecordingPath.Resolve(services.Tree, replay.Recording), cancellationToken);
        }
        catch (RecordingProblem problem)
        {
            return StepFailures.Outcome(Unusable(replay, problem), services);
        }

        var chosen = exchanges.Where(exchange => replay.Services.Count == 0 || replay.Services.Contains(exchange.Service)).ToList();
        var samples = chosen.ToLookup(exchange => exchange.Identity, StringComparer.Ordinal);
        var tally = new ReplayTally { Requests = chosen.Count };
        var limit = new StepTime(step, services.Time);
        foreach (var exchange in chosen)
        {
            if (limit.IsOver)
            {
                tally.Unanswered.Add(new ClaimFailure("replay", $"{chosen.Count} requests within {step.Timeout.TotalSeconds:0.#} s", $"time for {tally.Replayed + tally.Skipped.Count + tally.Unanswered.Count}"));
                break;
            }

            await ReplayAsync(replay, exchange, limit.Left, [.. samples[exchange.Identity]], tally, services, cancellationToken);
            if ((tally.Replayed + tally.Skipped.Count) % ReportEvery == 1)
            {
                services.Report($"{tally.Replayed + tally.Skipped.Count} of {chosen.Count} requests");
            }
        }

        return ReplayOutcome.Of(replay, tally, services);
    }

    private static async Task ReplayAsync(
        ReplayStep step, RecordedExchange exchange, TimeSpan left, IReadOnlyList<RecordedExchange> alike, ReplayTally tally, IStepServices services, CancellationToken cancellationToken)
    {
        if (SkipReason(step, exchange) is { } reason)
        {
            tally.Skipped.Add(services.Redact($"{exchange.Name}: {reason}"));
            return;
        }

        var request = new StepRequest
        {
            Service = exchange.Service,
            Method = exchange.Method,
            Path = exchange.Path,
            Headers = Headers(exchange),
            Body = exchange.Body,

            // One that never ends must leave time for the others, and be named.
            Timeout = TimeSpan.FromTicks(Math.Min(left.Ticks, (step.Timeout / 2).Ticks)),
        };
        var answer = await services.SendAsync(request, RequestTarget.Sandbox, cancellationToken);
        if (!answer.IsSuccess)
        {
            tally.Unanswered.Add(new ClaimFailure(services.Redact(exchange.Name), $"an answer, as recorded ({exchange.Response.Status})", services.Redact(answer.Failure.Message)));
            return;
        }

        // What other records of the same request answered shows what varies; only what ended alike can be compared.
        var known = alike.Where(other => other != exchange && other.Response.Status == exchange.Response.Status).TakeLast(BaselineSampling.MaxSamples)
            .Append(exchange)
            .Select(other => ComparedResponse.From(other.Response))
            .ToList();
        var result = ResponseComparer.Compare(known, ComparedResponse.From(answer.Value.Response), step.Rules, services.Redact);
        tally.Add(exchange, answer.Value.Proof, result, services.Redact);
    }

    private static string? SkipReason(ReplayStep step, RecordedExchange exchange) => exchange switch
    {
        _ when !step.Mutates && !BaselineSampling.IsSafe(exchange.Method) => "changes state; replayed only with 'mutates: true'",
        { Response.Status: 0 } => "has no recorded answer",
        { Response.Status: >= 500 } => $"was recorded with {exchange.Response.Status}",
        { Body: { } body } when body.Contains(Redactor.Replacement, StringComparison.Ordinal) => "its body was recorded without its secrets",
        _ when exchange.Path.Contains(Redactor.Replacement, StringComparison.Ordinal) || exchange.Path.Contains(Uri.EscapeDataString(Redactor.Replacement), StringComparison.OrdinalIgnoreCase) => "its address was recorded without its secrets",
        _ => null,
    };

    private static Dictionary<string, string> Headers(RecordedExchange exchange) => exchange.Headers
        .Where(header => !s_unsent.Contains(header.Key) && !header.Key.StartsWith("x-sandbox", StringComparison.OrdinalIgnoreCase)
            && !header.Key.StartsWith("x-forwarded", StringComparison.OrdinalIgnoreCase) && !header.Key.StartsWith(':')
            && !header.Value.Contains(Redactor.Replacement, StringComparison.Ordinal))
        .ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);

    private static SandboxFailure Unusable(ReplayStep step, RecordingProblem problem) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = $"The recording '{step.Recording}' cannot be replayed: {problem.Message}.",
        Hint = "Give the path of a HAR file in the working tree, as record_traffic writes it.",
    };
}
