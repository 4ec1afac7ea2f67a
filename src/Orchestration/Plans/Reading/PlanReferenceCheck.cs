using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Checks what steps say about each other and about parameters, and completes their order.</summary>
/// <remarks>Clean-up steps run after all others, so that they may use any value but wait only for each other.</remarks>
internal sealed class PlanReferenceCheck(ProblemList problems, IReadOnlyList<string> parameters, List<ReadStep> steps, List<ReadStep> cleanup)
{
    private readonly Dictionary<string, ReadStep> _steps = ById(steps);
    private readonly Dictionary<string, ReadStep> _cleanup = ById(cleanup);

    public void Check()
    {
        CheckIds();
        Complete(steps, _steps, isCleanup: false);
        Complete(cleanup, _cleanup, isCleanup: true);
        CheckCycles(steps, ById(steps));
        CheckCycles(cleanup, ById(cleanup));
    }

    private static Dictionary<string, ReadStep> ById(List<ReadStep> list)
    {
        var result = new Dictionary<string, ReadStep>(StringComparer.Ordinal);
        foreach (var step in list)
        {
            result.TryAdd(step.Step.Id, step);
        }

        return result;
    }

    private void CheckIds()
    {
        var first = new Dictionary<string, ReadStep>(StringComparer.Ordinal);
        foreach (var step in steps.Concat(cleanup).Where(step => step.Step.Id.Length > 0))
        {
            if (!first.TryAdd(step.Step.Id, step))
            {
                problems.Add(
                    PlanProblemCodes.DuplicateStep,
                    $"Two steps have the id \"{Texts.Shorten(step.Step.Id)}\"; the first is on line {first[step.Step.Id].Value.Line}.",
                    "rename one of them",
                    step.Value.Find("id") ?? step.Value,
                    $"{step.Path}.id");
            }
        }
    }

    private void Complete(List<ReadStep> list, Dictionary<string, ReadStep> known, bool isCleanup)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var step = list[i];
            var after = new List<string>();
            foreach (var item in step.After)
            {
                if (known.ContainsKey(item.Text))
                {
                    after.Add(item.Text);
                }
                else
                {
                    ReportUnknownStep(item.Text, item.Line, item.Column, $"{step.Path}.after", known.Keys, isCleanup);
                }
            }

            foreach (var reference in step.References)
            {
                if (UsedStep(reference, isCleanup) is { } id && known.ContainsKey(id))
                {
                    after.Add(id);
                }
            }

            list[i] = step with { Step = step.Step with { After = [.. after.Distinct(StringComparer.Ordinal)] } };
        }
    }

    /// <summary>The step whose value is used; reports what does not exist.</summary>
    private string? UsedStep(PlacedReference reference, bool isCleanup)
    {
        var names = reference.Name.Split('.');
        if (names[0] == "params" && !parameters.Contains(names[1]))
        {
            Report($"\"{reference.Path}\" uses the parameter \"{Texts.Shorten(names[1])}\", which does not exist.", names[1], parameters, "known parameters", "declare it under \"parameters\"", reference);
        }

        if (names[0] != "steps")
        {
            return null;
        }

        if (!_steps.TryGetValue(names[1], out var used) && !(isCleanup && _cleanup.TryGetValue(names[1], out used)))
        {
            ReportUnknownStep(names[1], reference.Line, reference.Column, reference.Path, isCleanup ? _steps.Keys.Concat(_cleanup.Keys) : _steps.Keys, isCleanup);
            return null;
        }

        var captured = used.Step.Captures.Select(capture => capture.Name).ToList();
        if (!captured.Contains(names[2]))
        {
            Report($"\"{reference.Path}\" uses \"{Texts.Shorten(names[2])}\" of the step \"{names[1]}\", which does not capture it.", names[2], captured, "it captures", $"add \"capture: {{ {names[2]}: $… }}\" to \"{names[1]}\"", reference);
        }

        return names[1];
    }

    private void ReportUnknownStep(string name, int line, int column, string path, IEnumerable<string> known, bool isCleanup)
    {
        var isMisplaced = isCleanup ? _steps.ContainsKey(name) : _cleanup.ContainsKey(name);
        var fact = !isMisplaced ? "which does not exist"
            : isCleanup ? "which always runs before any clean-up"
            : "which is a clean-up step and runs after all others";
        var at = new PlacedReference(name, line, column, path);
        Report($"\"{path}\" names the step \"{Texts.Shorten(name)}\", {fact}.", name, isMisplaced ? [] : known, "known steps", isMisplaced ? "remove it" : "name a step of the plan", at);
    }

    // The search for the nearest name is dear, and nobody reads more problems than are kept.
    private void Report(string message, string name, IEnumerable<string> known, string list, string otherwise, PlacedReference at)
    {
        if (problems.IsFull)
        {
            return;
        }

        var names = known.ToList();
        var fix = Suggestion.Nearest(name, names) is { } nearest ? $"did you mean \"{nearest}\"?"
            : names.Count == 0 ? otherwise
            : $"{otherwise}; {list}: {string.Join(", ", names.Take(20))}";
        problems.Add(PlanProblemCodes.UnknownReference, message, fix, at.Line, at.Column, at.Path);
    }

    private void CheckCycles(List<ReadStep> list, Dictionary<string, ReadStep> known)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in list)
        {
            Visit(step.Step.Id, [], known, done);
        }
    }

    private void Visit(string id, List<string> trail, Dictionary<string, ReadStep> known, HashSet<string> done)
    {
        var index = trail.IndexOf(id);
        if (index >= 0)
        {
            var last = known[trail[^1]];
            problems.Add(
                PlanProblemCodes.DependencyCycle,
                $"Steps wait for each other: {string.Join(" → ", trail.Skip(index).Append(id).Take(20))}.",
                "remove one of these from \"after\", or use no value of it",
                last.After.FirstOrDefault(item => item.Text == id) ?? last.Value,
                $"{last.Path}.after");
            return;
        }

        if (!done.Contains(id) && known.TryGetValue(id, out var step))
        {
            trail.Add(id);
            foreach (var next in step.Step.After)
            {
                Visit(next, trail, known, done);
            }

            trail.RemoveAt(trail.Count - 1);
            done.Add(id);
        }
    }
}
