using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.McpServer.Presentation.Runs;

/// <summary>Shows runs of plans: the verdict first, then what it rests on, then the steps.</summary>
internal sealed class RunAnswers(Sanitizer sanitizer)
{
    private const int MaxLine = 300;
    private const int FailuresPerStep = 5;

    /// <summary>A run as a whole.</summary>
    public Answer Of(RunView view, IReadOnlyList<string> notes, Share share)
    {
        var run = view.Record;
        var next = Next(run);
        var steps = run.Steps.OrderByDescending(Importance).ToList();
        var shown = steps.Take(share.Of(steps.Count, Math.Min(3, steps.Count))).ToList();
        notes = [.. notes, .. Shortened(run)];
        List<string> left = shown.Count < steps.Count ? [$"{steps.Count - shown.Count} of {steps.Count} steps are not shown; ask for one with 'step', or pass a larger max_bytes."] : [];
        var text = new AnswerText()
            .Line(run.Verdict is { } verdict ? $"{verdict.Verdict.ToString().ToUpperInvariant()}: {Clean(verdict.Reason)}" : RunWords.Progress(view))
            .Line($"run {run.Id} of plan {run.Plan} in sandbox {run.Sandbox}, {Against(run)}")
            .Untrusted("evidence", [.. Telling(run)])
            .Lines("", shown.Select(Line));
        foreach (var step in shown.Where(step => step.Failures.Count > 0))
        {
            text.Untrusted($"claims of {step.Id} that do not hold", [.. step.Failures.Take(FailuresPerStep).Select(failure => Clean(failure.ToString()))]);
        }

        return new Answer
        {
            IsError = run.Verdict is { Verdict: not Verdict.Pass },
            Text = text.Lines("note: ", [.. notes, .. left]).Line("report", Uri(run)).Line("Next", next).ToString(),
            Structure = OutputJson.Object(Output(run, [.. notes, .. left], next) with
            {
                Evidence = OutputJson.Some([.. Telling(run)]),
                Steps = new JsonArray([.. shown.Select(JsonNode? (step) => Brief(step))]),
            }),
        };
    }

    /// <summary>One step of a run, with all its evidence.</summary>
    public Answer OfStep(RunView view, StepResult step, IReadOnlyList<string> notes, Share share)
    {
        var next = Next(view.Record);
        notes = [.. notes, .. Shortened(view.Record)];
        var evidence = step.Evidence.OrderByDescending(piece => piece.Weight).ToList();
        var shown = evidence.Take(share.Of(evidence.Count, Math.Min(1, evidence.Count))).ToList();
        var text = new AnswerText().Line(Line(step)).Untrusted("claims that do not hold", [.. step.Failures.Select(failure => Clean(failure.ToString()))]);
        foreach (var piece in shown)
        {
            var lines = piece.Lines.Take(share.Of(piece.Lines.Count, 3)).Append(piece.Data?.GetRawText() ?? string.Empty).Where(line => line.Length > 0);
            text.Untrusted(Clean(piece.Title), [.. lines.Select(line => sanitizer.Line(line, share.Of(4000, MaxLine)))]);
        }

        var node = Brief(step);
        node["evidence"] = new JsonArray([.. shown.Select(JsonNode? (piece) => new JsonObject
        {
            ["kind"] = piece.Kind.ToString().ToLowerInvariant(),
            ["title"] = piece.Title,
            ["lines"] = OutputJson.Strings(piece.Lines.Take(share.Of(piece.Lines.Count, 3))),
            ["data"] = share.Value >= 0.5 && piece.Data is { } data ? JsonNode.Parse(data.GetRawText()) : null,
        })]);
        return new Answer
        {
            Text = text.Lines("note: ", notes).Line("report", Uri(view.Record)).Line("Next", next).ToString(),
            Structure = OutputJson.Object(Output(view.Record, notes, next) with { Steps = new JsonArray(node) }),
        };
    }

    /// <summary>The plans to choose from.</summary>
    public Answer OfPlans(string tree, IReadOnlyList<PlanSummary> plans, Share share)
    {
        var shown = plans.Take(share.Of(plans.Count)).ToList();
        var next = plans.Count == 0
            ? $"There are none in the tree; pass 'inline' with the YAML of a plan to {ToolNames.RunPlan}, or write one below plans/."
            : $"Call {ToolNames.RunPlan} with 'plan'.";
        return new Answer
        {
            Text = new AnswerText()
                .Line($"{plans.Count} plans in {tree}.")
                .Lines("", shown.Select(plan => $"{plan.Name}: {(plan.Problems.Count > 0 ? $"broken, {plan.Problems.Count} problem(s)" : sanitizer.Line(plan.Purpose ?? string.Empty, MaxLine))}{Parameters(plan)}"))
                .Line("Next", next)
                .ToString(),
            Structure = OutputJson.Object(new RunOutput
            {
                Plans = new JsonArray([.. shown.Select(JsonNode? (plan) => new JsonObject
                {
                    ["name"] = plan.Name,
                    ["purpose"] = plan.Purpose,
                    ["parameters"] = new JsonArray([.. plan.Parameters.Select(JsonNode? (parameter) => parameter.Name)]),
                    ["problems"] = plan.Problems.Count,
                })]),
                NextStep = next,
            }),
        };
    }

    /// <summary>Where the whole record can be read.</summary>
    public static string Uri(string sandbox, string run) => $"agentsandbox://runs/{sandbox}/{run}";

    private static string Uri(RunRecord run) => Uri(run.Sandbox, run.Id);

    private static string Parameters(PlanSummary plan) => plan.Parameters.Count == 0 ? string.Empty : $" (parameters: {string.Join(", ", plan.Parameters.Select(parameter => parameter.Name))})";

    private static string Next(RunRecord run) => run.Verdict?.Verdict switch
    {
        null => $"Wait with {ToolNames.GetPlanRun}, run: {run.Id}, wait_seconds: 25.",
        Verdict.Pass => $"Report the verdict with its evidence; {ToolNames.DeleteSandbox} when nobody needs the sandbox any more.",
        Verdict.Fail => $"Look at a failed step with {ToolNames.GetPlanRun} and 'step', fix the code, {ToolNames.DeployFork}, run the plan again.",
        _ => "Remove the cause that the reason names and run the plan again; an inconclusive run is no pass.",
    };

    private static int Importance(StepResult step) => step.State switch
    {
        StepState.Failed => 5,
        StepState.Inconclusive => 4,
        StepState.Running => 3,
        _ when step.IsFlaky => 2,
        StepState.Skipped => 1,
        _ => 0,
    };

    private static string Against(RunRecord run) =>
        $"against {string.Join(", ", run.Forks.Select(fork => $"{fork.Service} revision {fork.Revision}{(fork.Stale ? " (stale)" : "")}"))} and baseline {(run.BaselineCommit is { } commit ? commit[..Math.Min(10, commit.Length)] : "of the working directory")}";

    private static IEnumerable<string> Shortened(RunRecord run) =>
        run.IsShortened ? ["This is cut to what is kept beside the sandbox; the whole record is with the host that ran the plan."] : [];

    private IEnumerable<string> Telling(RunRecord run) => (run.Verdict?.Telling ?? []).Select(piece => Clean($"{piece.Step}: {piece.Text}"));

    private string Line(StepResult step)
    {
        var fork = step.MetFork ? ", fork met" : "";
        var tries = step.Tries > 1 ? $", {step.Tries} tries" : "";
        return $"{(step.IsCleanup ? "cleanup " : "")}{step.Id} ({step.Kind}): {step.State.ToString().ToLowerInvariant()}{fork}{tries}. {Clean(step.Summary)}";
    }

    private string Clean(string text) => sanitizer.Line(text, MaxLine);

    private JsonObject Brief(StepResult step) => new()
    {
        ["id"] = step.Id,
        ["kind"] = step.Kind,
        ["state"] = step.State.ToString().ToLowerInvariant(),
        ["summary"] = Clean(step.Summary),
        ["met_fork"] = step.MetFork,
        ["flaky"] = step.IsFlaky,
        ["tries"] = step.Tries,
        ["seconds"] = Math.Round(step.Duration.TotalSeconds, 3),
        ["failures"] = OutputJson.Strings(step.Failures.Take(FailuresPerStep).Select(failure => Clean(failure.ToString()))),
    };

    private static RunOutput Output(RunRecord run, IReadOnlyList<string> notes, string next) => new()
    {
        Run = run.Id,
        Sandbox = run.Sandbox,
        Plan = run.Plan,
        Verdict = run.Verdict?.Verdict.ToString().ToLowerInvariant(),
        Reason = run.Verdict?.Reason,
        Report = new JsonObject { ["uri"] = Uri(run), ["mime_type"] = "application/json" },
        Untrusted = OutputJson.Strings(["evidence", "steps"]),
        Notes = OutputJson.Some([.. notes]),
        NextStep = next,
    };
}
