using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Requests;

namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>Counts entries of the forks' logs since the run began.</summary>
/// <remarks>
/// Lines that are missing are waited for. A bound from above can be broken until the wait is over, so it is looked at
/// then. A log that is longer than what is read decides nothing where the unread part could.
/// </remarks>
internal sealed class LogsStepRunner : IStepRunner
{
    private const int MaxLines = 5000;
    private const int ShownLines = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    public string Kind => StepKinds.Logs;

    public async Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken)
    {
        var logs = (LogsStep)step;
        var claims = logs.Claims.Select(claim => LogClaimCount.Of(claim, services)).ToList();
        if (claims.Find(claim => !claim.IsSuccess)?.Failure is { } wrong)
        {
            return StepFailures.Outcome(wrong, services) with { IsFinal = true };
        }

        var counts = claims.ConvertAll(claim => claim.Value!); // those that failed have been returned
        services.Report($"reading the log of {logs.Service ?? "all forks"}");
        var began = services.Time.GetTimestamp();
        while (true)
        {
            var isLast = services.Time.GetElapsedTime(began) >= logs.Within;
            var page = await services.ReadForkLogsAsync(logs.Service, MaxLines, cancellationToken);
            if (!page.IsSuccess)
            {
                return StepFailures.Outcome(page.Failure, services);
            }

            var entries = LogEntryText.Join(page.Value.Lines);
            var isComplete = page.Value.Older is null;
            if (isLast || IsDecided(counts, entries))
            {
                return Judge(counts, entries, isComplete, services);
            }

            await Task.Delay(s_pause, services.Time, cancellationToken);
        }
    }

    private static bool IsDecided(List<LogClaimCount> claims, IReadOnlyList<LogEntryText> entries) =>
        claims.TrueForAll(claim => !claim.HasUpperBound && entries.Count(claim.Counts) >= claim.AtLeast);

    private static StepOutcome Judge(List<LogClaimCount> claims, IReadOnlyList<LogEntryText> entries, bool isComplete, IStepServices services)
    {
        var found = claims.ConvertAll(claim => entries.Where(claim.Counts).ToList());
        var judged = claims.Zip(found, (claim, matches) => (Claim: claim, matches.Count, Failure: claim.Failure(matches.Count, matches.Select(entry => services.Redact(entry.Lines[0])).FirstOrDefault()))).ToList();

        // Unread lines can only add to a count: too many stays too many, and everything else may change.
        var open = isComplete ? [] : judged.Where(each => each.Count < each.Claim.AtLeast || (each.Claim.HasUpperBound && each.Failure is null)).ToList();
        var failures = judged.Except(open).Select(each => each.Failure).OfType<ClaimFailure>()
            .Select(failure => new ClaimFailure(services.Redact(failure.Path), failure.Expected, services.Redact(failure.Found))).ToList();
        var state = failures.Count > 0 ? StepState.Failed : open.Count > 0 ? StepState.Inconclusive : StepState.Passed;
        return new StepOutcome
        {
            State = state,
            Summary = state switch
            {
                StepState.Passed => $"{claims.Count} claim{(claims.Count == 1 ? " holds" : "s hold")} over {entries.Count} entries of the log.",
                StepState.Inconclusive => services.Redact($"The log is longer than the {MaxLines} lines that are read, so this is not decided: {open[0].Claim.Label}."),
                _ => failures.Count == 1 ? failures[0].ToString() : $"{failures.Count} claims do not hold: {failures[0]}; …",
            },
            Failures = failures,
            Evidence = [.. Evidence(failures, found, entries, state, services)],
            Output = Document(found, entries),
        };
    }

    private static IEnumerable<Evidence> Evidence(
        List<ClaimFailure> failures, List<List<LogEntryText>> found, IReadOnlyList<LogEntryText> entries, StepState state, IStepServices services)
    {
        if (failures.Count > 0)
        {
            yield return new Evidence { Kind = EvidenceKind.Text, Title = failures[0].ToString(), Weight = 90, Lines = [.. failures.Select(failure => failure.ToString())] };
        }

        var matching = found.SelectMany(matches => matches).Distinct(ReferenceEqualityComparer.Instance).Cast<LogEntryText>().ToList();
        var shown = matching.Count > 0 ? matching : [.. entries];
        yield return new Evidence
        {
            Kind = EvidenceKind.Text,
            Title = matching.Count > 0 ? $"{matching.Count} matching entries" : $"no entry matches; the log has {entries.Count} since the run began",
            Weight = state == StepState.Passed ? 10 : 50,
            Lines = [.. shown.SelectMany(entry => entry.Lines.Select(line => services.Redact($"{entry.Service}: {line}"))).TakeLast(ShownLines)],
        };
    }

    private static JsonElement Document(List<List<LogEntryText>> found, IReadOnlyList<LogEntryText> entries) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["lines"] = new JsonArray([.. entries.SelectMany(entry => entry.Lines).TakeLast(MaxLines).Select(line => (JsonNode)JsonValue.Create(line))]),
        ["matches"] = new JsonArray([.. found.Select(matches => (JsonNode)JsonValue.Create(matches.Count))]),
    });
}
