using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Comparison.Judging;
using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Compares an answer of the sandbox with answers of the baseline. Pure.</summary>
/// <remarks>
/// Two things are learned from the baseline's answers and kept apart: what varies by itself (<see cref="NoiseProfile"/>), and what a
/// reader could rely on all the same (<see cref="Shape"/>). Noise excuses other values, elements and orders; it never excuses
/// a type that was not seen before, or that something is gone which every sample had.
/// </remarks>
internal static class ResponseComparer
{
    private const int MaxKept = 300;

    private static readonly string[] s_order = ["breaking", "changed", "additive", "allowed", "noise", "ignored"];

    /// <summary>Compares with the newest sample, in the light of all.</summary>
    /// <param name="samples">Answers of the baseline, the newest last; at least one.</param>
    /// <param name="sandbox">The sandbox's answer.</param>
    /// <param name="rules">What is looked at.</param>
    /// <param name="clean">Removes secrets from what is shown.</param>
    public static ComparisonResult Compare(IReadOnlyList<ComparedResponse> samples, ComparedResponse sandbox, ComparisonRules rules, Func<string, string> clean)
    {
        var known = Shape.Of(samples.Where(sample => sample.Kind == BodyKind.Json).Select(sample => sample.Json));
        var noise = NoiseProfile.Learn(samples, known, rules.Headers, rules.IgnoreOrder);
        var classifier = new Classifier(known, Shape.Of(sandbox.Kind == BodyKind.Json ? [sandbox.Json] : []), noise);
        var collected = new Collector(classifier, Patterns(rules.Ignore), Patterns(rules.Allow), clean);
        var baseline = samples[^1];
        new ResponseDiffer(known, rules.Headers, rules.IgnoreOrder, collected.Add).Compare(baseline, sandbox);
        return new ComparisonResult
        {
            Differences = [.. collected.Kept.OrderBy(difference => Array.IndexOf(s_order, difference.Label))],
            Counts = collected.Counts,
            IsPartial = baseline.Kind == BodyKind.Partial || sandbox.Kind == BodyKind.Partial,
            NoisyPaths = [.. noise.Paths.Take(MaxKept)],
        };
    }

    private static List<PathPattern> Patterns(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => PathPatternReader.TryRead(text, out var pattern, out _) ? pattern : null).OfType<PathPattern>()];

    private sealed class Collector(Classifier classifier, List<PathPattern> ignore, List<PathPattern> allow, Func<string, string> clean)
    {
        private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

        public List<Difference> Kept { get; } = [];

        public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public void Add(Finding finding)
        {
            var judgement = classifier.Judge(finding);
            var standing = ignore.Any(pattern => pattern.Covers(finding.Path)) ? DifferenceStanding.Ignored
                : judgement.IsNoise ? DifferenceStanding.Noise
                : allow.Any(pattern => pattern.Covers(finding.Path)) ? DifferenceStanding.Allowed
                : DifferenceStanding.Counts;

            // What does not count is shown once for all alike places.
            var isQuiet = standing is DifferenceStanding.Noise or DifferenceStanding.Ignored;
            if (isQuiet && !_shown.Add($"{standing} {finding.Path.General}"))
            {
                return;
            }

            var difference = new Difference
            {
                Path = isQuiet ? finding.Path.General : finding.Path.Text,
                Class = judgement.Class,
                Standing = standing,
                Reason = judgement.Reason,
                Baseline = ValueText.Show(finding.Path, finding.Left, clean),
                Sandbox = ValueText.Show(finding.Path, finding.Right, clean),
            };
            var count = Counts[difference.Label] = Counts.GetValueOrDefault(difference.Label) + 1;
            if (count <= MaxKept)
            {
                Kept.Add(difference);
            }
        }
    }
}
