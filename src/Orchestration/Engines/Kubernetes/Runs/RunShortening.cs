using System.Text;
using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Runs;

/// <summary>
/// Cuts the record of a run to what an object of the cluster may hold. Verdict, forks and the outcome of each step always
/// stay; of evidence the most telling pieces stay longest, and those of steps that did not pass longer than others. Pure.
/// </summary>
internal static class RunShortening
{
    /// <summary>Half of what an API server takes, so that everything around it has room.</summary>
    public const int MaxBytes = 512 * 1024;

    private static readonly Keep[] s_keeps =
    [
        new(Pieces: 50, Lines: 100, Line: 2000, Data: 32 * 1024, Text: 2000),
        new(Pieces: 10, Lines: 20, Line: 500, Data: 4 * 1024, Text: 500),
        new(Pieces: 3, Lines: 5, Line: 200, Data: 1024, Text: 200),
        new(Pieces: 1, Lines: 1, Line: 120, Data: 0, Text: 120),
        new(Pieces: 0, Lines: 0, Line: 0, Data: 0, Text: 40),
        new(Pieces: 0, Lines: 0, Line: 0, Data: 0, Text: 0),
    ];

    /// <summary>The record as JSON of at most that many bytes.</summary>
    public static string Fit(RunRecord run, int maxBytes)
    {
        var text = Write(run);
        for (var level = 0; Encoding.UTF8.GetByteCount(text) > maxBytes && level <= s_keeps.Length; level++)
        {
            // Steps that passed are always one level ahead.
            text = Write(Cut(run, s_keeps[Math.Min(level, s_keeps.Length - 1)], s_keeps[Math.Max(0, level - 1)]));
        }

        return text;
    }

    private static string Write(RunRecord run) => JsonSerializer.Serialize(run, RunJson.Default.RunRecord);

    private static RunRecord Cut(RunRecord run, Keep passed, Keep others) => run with
    {
        IsShortened = true,
        Purpose = Cut(run.Purpose, 200),
        Parameters = run.Parameters.ToDictionary(pair => pair.Key, pair => Cut(pair.Value, Math.Max(passed.Text, 40)), StringComparer.Ordinal),
        Steps = [.. run.Steps.Select(step => Cut(step, step.State is StepState.Passed or StepState.Waiting or StepState.Skipped ? passed : others))],
    };

    private static StepResult Cut(StepResult step, Keep keep) => step with
    {
        Title = keep.Text == 0 || step.Title is null ? null : Cut(step.Title, keep.Text),
        Summary = Cut(step.Summary, keep.Text),
        Inputs = Cut(step.Inputs, keep.Text),
        StartedAt = keep.Text == 0 ? null : step.StartedAt,
        Failures = [.. step.Failures.Take(keep.Pieces).Select(failure => new ClaimFailure(Cut(failure.Path, keep.Line), Cut(failure.Expected, keep.Line), Cut(failure.Found, keep.Line)))],
        Evidence = [.. step.Evidence.OrderByDescending(evidence => evidence.Weight).Take(keep.Pieces).Select(evidence => Cut(evidence, keep))],
    };

    private static Evidence Cut(Evidence evidence, Keep keep) => evidence with
    {
        Title = Cut(evidence.Title, keep.Line),
        Lines = [.. evidence.Lines.Take(keep.Lines).Select(line => Cut(line, keep.Line))],
        Data = evidence.Data is { } data && Encoding.UTF8.GetByteCount(data.GetRawText()) <= keep.Data ? data : null,
    };

    private static string Cut(string text, int length) => text.Length <= length ? text
        : length == 0 ? string.Empty
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    /// <param name="Pieces">Claims that do not hold, and pieces of evidence, of a step.</param>
    /// <param name="Lines">Lines of a piece.</param>
    /// <param name="Line">Characters of a line.</param>
    /// <param name="Data">Bytes of a piece's data, which is kept whole or not at all.</param>
    /// <param name="Text">Characters of a step's texts.</param>
    private readonly record struct Keep(int Pieces, int Lines, int Line, int Data, int Text);
}
