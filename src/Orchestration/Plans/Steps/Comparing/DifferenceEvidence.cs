using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Differences as evidence, as failed claims and as data; used by <c>compare</c> and <c>replay</c>.</summary>
internal static class DifferenceEvidence
{
    private const int MaxLines = 40;
    private const int MaxData = 200;
    private const int MaxFailures = 50;

    private static readonly string[] s_labels = ["breaking", "changed", "additive", "allowed", "noise", "ignored"];

    /// <summary>Patterns that cannot be read; a final failure, or null.</summary>
    public static SandboxFailure? PatternProblem(ComparisonRules rules)
    {
        var problems = rules.Ignore.Concat(rules.Allow).Select(text => (text, problem: PathPatternReader.Problem(text))).Where(pair => pair.problem is not null).ToList();
        return problems.Count == 0 ? null : new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = string.Join(" ", problems.Select(pair => $"The pattern '{NameOf(pair.text)}' cannot be read: {pair.problem}.")),
            Hint = "Write a path such as '$.items[*].id', '$..updatedAt', 'headers.etag' or 'status'.",
        };
    }

    /// <summary>All differences, the gravest first.</summary>
    public static Evidence Of(string title, IReadOnlyList<Difference> differences, int weight) => new()
    {
        Kind = EvidenceKind.Differences,
        Title = title,
        Weight = weight,
        Lines =
        [
            .. differences.Take(MaxLines).Select(difference => $"{difference.Label}: {difference} ({difference.Reason})"),
            .. differences.Count > MaxLines ? [$"… and {differences.Count - MaxLines} more"] : Array.Empty<string>(),
        ],
        Data = Data(differences),
    };

    public static IReadOnlyList<ClaimFailure> Failures(IEnumerable<Difference> failing) =>
        [.. failing.Take(MaxFailures).Select(difference => new ClaimFailure(difference.Path, $"{difference.Baseline} as in the baseline", $"{difference.Sandbox} ({difference.Label}: {difference.Reason})"))];

    /// <summary>The array that reports draw and that plans look into.</summary>
    public static JsonElement Data(IReadOnlyList<Difference> differences) => JsonSerializer.SerializeToElement(new JsonArray(
    [
        .. differences.Take(MaxData).Select(difference => new JsonObject
        {
            ["path"] = difference.Path,
            ["class"] = difference.Label,
            ["baseline"] = difference.Baseline,
            ["sandbox"] = difference.Sandbox,
            ["reason"] = difference.Reason,
        }),
    ]));

    /// <summary>"2 breaking, 1 additive", or "no differences".</summary>
    public static string Count(IReadOnlyDictionary<string, int> counts)
    {
        var parts = s_labels.Where(label => counts.GetValueOrDefault(label) > 0).Select(label => $"{counts[label]} {label}").ToList();
        return parts.Count == 0 ? "no differences" : string.Join(", ", parts);
    }

    private static string NameOf(string pattern) => pattern.Length <= 80 ? pattern : pattern[..80] + "…";
}
