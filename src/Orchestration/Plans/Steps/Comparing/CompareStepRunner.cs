using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Sends one request to the baseline, several times, and to the sandbox, once, and judges the differences.</summary>
internal sealed class CompareStepRunner : IStepRunner
{
    public string Kind => StepKinds.Compare;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var compare = (CompareStep)step;
        if (DifferenceEvidence.PatternProblem(compare.Rules) is { } unreadable)
        {
            return StepFailures.Outcome(unreadable, services);
        }

        var resolved = RequestResolver.Resolve(compare.Request, services);
        if (!resolved.IsSuccess)
        {
            return StepFailures.Outcome(resolved.Failure, services);
        }

        var limit = new StepTime(step, services.Time);
        var request = resolved.Value with { Timeout = limit.Left };
        var isSafe = BaselineSampling.IsSafe(request.Method);
        if (!isSafe && !compare.Mutates)
        {
            return StepFailures.Outcome(WouldMutate(request), services);
        }

        // What changes state is sent once: asking again to learn noise would change it again.
        services.Report(services.Redact($"{request.Method} {request.Path} of {request.Service}, of the baseline"));
        var samples = await BaselineSampling.AskAsync(request, isSafe ? Math.Clamp(compare.Rules.Samples, 1, BaselineSampling.MaxSamples) : 1, services, cancellationToken);
        if (!samples.IsSuccess)
        {
            return Inconclusive($"The baseline could not be asked: {samples.Failure.Message}", services);
        }

        if (BaselineSampling.Problem(samples.Value) is { } problem)
        {
            return Inconclusive($"{problem} There is nothing to compare with.", services);
        }

        services.Report(services.Redact($"{request.Method} {request.Path} of {request.Service}, of the sandbox"));
        var answer = await services.SendAsync(request with { Timeout = limit.Left }, RequestTarget.Sandbox, cancellationToken);
        if (!answer.IsSuccess)
        {
            return StepFailures.Outcome(answer.Failure, services);
        }

        if (MetForkCheck.Outcome(answer.Value.Proof, services.Redact) is { } unmet)
        {
            return unmet with { Output = Output(samples.Value[^1], answer.Value.Response, []) };
        }

        var known = await ConfirmAsync(compare, request, samples.Value, answer.Value.Response, services, cancellationToken);
        return Judge(compare, request, known, answer.Value, services);
    }

    /// <summary>Asks the baseline twice as often again when something would fail: what changed there meanwhile is not the fork's doing.</summary>
    private static async Task<IReadOnlyList<ObservedResponse>> ConfirmAsync(
        CompareStep step, StepRequest request, IReadOnlyList<ObservedResponse> samples, ObservedResponse sandbox, IStepServices services, CancellationToken cancellationToken)
    {
        if (!BaselineSampling.IsSafe(request.Method) || Compare(step, samples, sandbox, services).Failing(step.Rules.FailOn).Count == 0)
        {
            return samples;
        }

        var again = await BaselineSampling.AskAsync(request, samples.Count * 2, services, cancellationToken);
        return again.IsSuccess && again.Value.All(answer => answer.Status == samples[^1].Status) ? [.. samples, .. again.Value] : samples;
    }

    private static ComparisonResult Compare(CompareStep step, IReadOnlyList<ObservedResponse> samples, ObservedResponse sandbox, IStepServices services) =>
        ResponseComparer.Compare([.. samples.Select(ComparedResponse.From)], ComparedResponse.From(sandbox), step.Rules, services.Redact);

    private static StepOutcome Judge(CompareStep step, StepRequest request, IReadOnlyList<ObservedResponse> samples, ProvenResponse answer, IStepServices services)
    {
        var result = Compare(step, samples, answer.Response, services);
        var failing = result.Failing(step.Rules.FailOn);
        var state = failing.Count > 0 ? StepState.Failed : result.IsPartial ? StepState.Inconclusive : StepState.Passed;
        var counts = DifferenceEvidence.Count(result.Counts);
        var target = services.Redact($"{request.Method} {request.Path} of {request.Service}");
        return new StepOutcome
        {
            State = state,
            Summary = state switch
            {
                StepState.Failed => $"{target}: {counts}; {failing[0]} ({failing[0].Reason})",
                StepState.Inconclusive => $"{target}: a body is larger than {request.MaxBodyBytes} bytes and was not compared; otherwise {counts}.",
                _ => $"{target}: {counts}.",
            },
            Failures = DifferenceEvidence.Failures(failing),
            Evidence = [.. Evidence(request, result, failing, samples, answer, services)],
            Output = Output(samples[^1], answer.Response, result.Differences),
            MetFork = true,
        };
    }

    private static IEnumerable<Evidence> Evidence(
        StepRequest request, ComparisonResult result, IReadOnlyList<Difference> failing, IReadOnlyList<ObservedResponse> samples, ProvenResponse answer, IStepServices services)
    {
        var title = failing.Count > 0 ? $"{DifferenceEvidence.Count(result.Counts)}: {failing[0]} ({failing[0].Reason})" : DifferenceEvidence.Count(result.Counts);
        yield return DifferenceEvidence.Of(title, result.Differences, failing.Count > 0 ? 90 : result.Differences.Count > 0 ? 20 : 10);
        if (answer.Proof is { } proof)
        {
            yield return HopEvidence.Of(proof.Reason, 10, proof.Hops, services.Redact);
        }

        if (!BaselineSampling.IsSafe(request.Method))
        {
            yield return new Evidence
            {
                Kind = EvidenceKind.Text,
                Title = $"{request.Method} was sent to the shared baseline too and may have changed it (mutates: true).",
                Weight = 50,
                Lines = ["It was sent once, so that what varies by itself is not known."],
            };
        }

        yield return new Evidence
        {
            Kind = EvidenceKind.Text,
            Title = $"{samples.Count} samples of the baseline; {result.NoisyPaths.Count} paths vary by themselves",
            Lines = [.. result.NoisyPaths.Take(40).Select(services.Redact)],
        };
    }

    private static JsonElement Output(ObservedResponse baseline, ObservedResponse sandbox, IReadOnlyList<Difference> differences) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["baseline"] = Document(baseline),
        ["sandbox"] = Document(sandbox),
        ["differences"] = JsonNode.Parse(DifferenceEvidence.Data(differences).GetRawText()),
    });

    private static JsonObject Document(ObservedResponse response) => new()
    {
        ["status"] = response.Status,
        ["headers"] = new JsonObject(response.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["body"] = ComparedResponse.From(response) is { Kind: BodyKind.Json } json ? JsonNode.Parse(json.Json.GetRawText()) : null,
        ["text"] = response.Body,
        ["milliseconds"] = Math.Round(response.Duration.TotalMilliseconds, 3),
    };

    private static SandboxFailure WouldMutate(StepRequest request) => new()
    {
        Code = FailureCodes.WouldMutate,
        Category = FailureCategory.User,
        Message = $"Comparing a {request.Method} would also send it to the shared baseline. Nothing was sent.",
        Hint = "Use a 'request' step, or write 'mutates: true' when the baseline may be changed.",
    };

    private static StepOutcome Inconclusive(string reason, IStepServices services) => new()
    {
        State = StepState.Inconclusive,
        Summary = services.Redact(reason),
        Evidence = [new Evidence { Kind = EvidenceKind.Text, Title = services.Redact(reason), Weight = 80 }],
    };
}
