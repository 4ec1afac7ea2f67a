using System.Globalization;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>Sends a request to the sandbox and holds the answer, and who gave it, against the claims.</summary>
internal sealed class RequestStepRunner : IStepRunner
{
    private const int ExcerptLines = 20;
    private const int ExcerptLength = 2000;

    public string Kind => StepKinds.Request;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var claims = (RequestStep)step;
        var request = RequestResolver.Resolve(claims.Request, services);
        if (!request.IsSuccess)
        {
            return StepFailures.Outcome(request.Failure, services);
        }

        var limited = request.Value with { Timeout = new StepTime(step, services.Time).Left };
        services.Report(services.Redact($"{limited.Method} {limited.Path} of {limited.Service}"));
        var answer = await services.SendAsync(limited, RequestTarget.Sandbox, cancellationToken);
        return answer.IsSuccess
            ? Judge(claims, limited, answer.Value.Response, answer.Value.Proof, services)
            : StepFailures.Outcome(answer.Failure, services);
    }

    private static StepOutcome Judge(RequestStep step, StepRequest request, ObservedResponse response, RequestProof? proof, IStepServices services)
    {
        var document = ResponseDocument.Of(response, proof, services.Redact);
        var served = ServedByClaim.Failure(step, proof);
        var isOpen = ServedByClaim.IsOpen(step, proof);
        List<ClaimFailure> failures = [.. served is null ? Array.Empty<ClaimFailure>() : [Redacted(served, services)], .. document.Evaluate(step.Expect, services).Select(failure => Redacted(failure, services))];

        // A claim that does not hold is a fact whoever answered; claims that hold prove nothing when nobody knows who did.
        var state = failures.Count > 0 ? StepState.Failed : isOpen ? StepState.Inconclusive : StepState.Passed;
        return new StepOutcome
        {
            State = state,
            Summary = services.Redact(Summary(request, response, proof, failures, isOpen)),
            Failures = failures,
            Evidence = [.. Evidence(response, proof, failures, served is not null, isOpen, services)],
            Output = document.Value,
            MetFork = proof is { ForksMet.Count: > 0 },
        };
    }

    private static string Summary(StepRequest request, ObservedResponse response, RequestProof? proof, List<ClaimFailure> failures, bool isOpen)
    {
        var answer = string.Create(CultureInfo.InvariantCulture, $"{request.Method} {JsonValues.Cut(request.Path)} of {request.Service} answered {response.Status} in {response.Duration.TotalMilliseconds:0} ms");
        return failures.Count switch
        {
            0 when isOpen => $"{answer}, and who answered is not proven: {proof?.Reason ?? "there are no records of it."}",
            0 => proof is { ForksMet.Count: > 0 } ? $"{answer}; {proof.Reason}" : $"{answer}.",
            1 => $"{answer}; {failures[0]}",
            _ => $"{answer}; {failures.Count} claims do not hold: {failures[0]}; …",
        };
    }

    private static IEnumerable<Evidence> Evidence(
        ObservedResponse response, RequestProof? proof, List<ClaimFailure> failures, bool missedFork, bool isOpen, IStepServices services)
    {
        if (proof is not null)
        {
            var weight = missedFork ? 100 : isOpen ? 80 : 10;
            yield return HopEvidence.Of(missedFork ? failures[0].ToString() : proof.Reason, weight, proof.Hops, services.Redact);
        }

        var claims = failures.Skip(missedFork ? 1 : 0).Select(failure => failure.ToString()).ToList();
        if (claims.Count > 0)
        {
            yield return new Evidence { Kind = EvidenceKind.Text, Title = claims.Count == 1 ? claims[0] : $"{claims.Count} claims do not hold: {claims[0]}; …", Weight = 90, Lines = claims };
        }

        yield return new Evidence
        {
            Kind = EvidenceKind.Text,
            Title = services.Redact($"status {response.Status}, {response.BodyBytes} bytes{(response.IsTruncated ? " or more, of which the beginning was read" : "")}, {response.Headers.GetValueOrDefault("content-type", "no content-type")}"),
            Weight = response.IsTruncated ? 50 : 10,
            Lines = Excerpt(services.Redact(response.Body)),
        };
    }

    private static IReadOnlyList<string> Excerpt(string body) => body.Length == 0
        ? []
        : [.. (body.Length <= ExcerptLength ? body : body[..ExcerptLength] + "…").Split('\n').Take(ExcerptLines).Select(line => line.TrimEnd('\r'))];

    private static ClaimFailure Redacted(ClaimFailure failure, IStepServices services) =>
        new(services.Redact(failure.Path), services.Redact(failure.Expected), services.Redact(failure.Found));
}
