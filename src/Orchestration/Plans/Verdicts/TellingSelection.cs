using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>Chooses the evidence that tells most.</summary>
internal static class TellingSelection
{
    private const int Max = 3;
    private const int FailureWeight = 90;
    private const int UndecidedWeight = 60;

    /// <summary>By weight; among equals failed steps come first, and every step's best piece before any step's second.</summary>
    /// <param name="steps">The steps that count.</param>
    public static IReadOnlyList<TellingEvidence> Of(IReadOnlyList<StepResult> steps) =>
    [
        .. steps.SelectMany(Pieces)
            .OrderByDescending(piece => piece.Weight)
            .ThenBy(piece => piece.Rank)
            .ThenBy(piece => piece.Place)
            .Select(piece => new TellingEvidence(piece.Step, VerdictReason.Short(piece.Text)))
            .Distinct()
            .Take(Max),
    ];

    private static IEnumerable<(string Step, string Text, int Weight, int Rank, int Place)> Pieces(StepResult step)
    {
        var texts = step.Evidence.Select(evidence => (evidence.Title, evidence.Weight)).ToList();
        if (Own(step) is { } own && !texts.Any(text => text.Weight >= own.Weight))
        {
            texts.Add(own);
        }

        return texts
            .Where(text => !string.IsNullOrWhiteSpace(text.Title))
            .OrderByDescending(text => text.Weight)
            .Select((text, place) => (step.Id, text.Title, text.Weight, Rank(step.State), place));
    }

    /// <summary>A step that failed or decided nothing is telling also when it left no evidence that says so, such as after a time-out.</summary>
    private static (string Title, int Weight)? Own(StepResult step) => step.State switch
    {
        StepState.Failed => (step.Failures.Count > 0 ? step.Failures[0].ToString() : step.Summary, FailureWeight),
        StepState.Inconclusive => (step.Summary, UndecidedWeight),
        _ => null,
    };

    private static int Rank(StepState state) => state switch
    {
        StepState.Failed => 0,
        StepState.Inconclusive => 1,
        _ => 2,
    };
}
