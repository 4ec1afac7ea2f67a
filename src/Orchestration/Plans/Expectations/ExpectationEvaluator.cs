using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using Newtonsoft.Json.Linq;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Holds a document against claims and returns all that do not hold, at once.</summary>
/// <remarks>Where a path finds several values, each has to satisfy every claim; where it finds none, nothing does but <c>absent</c>.</remarks>
internal static class ExpectationEvaluator
{
    // A list of ten thousand wrong prices says no more than its first hundred.
    private const int MaxFailures = 100;

    /// <summary>Evaluates with the places filled and the secrets removed by the services of a step.</summary>
    public static IReadOnlyList<ClaimFailure> Evaluate(JsonElement document, IReadOnlyList<Expectation> expectations, IStepServices services) =>
        Evaluate(document, expectations, new OperandFiller(services).Fill, services.Redact);

    /// <summary>Evaluates.</summary>
    /// <param name="document">What the paths look into.</param>
    /// <param name="expectations">The claims.</param>
    /// <param name="resolve">Fills the places of an operand.</param>
    /// <param name="redact">Removes secrets; it sees values before they are cut.</param>
    public static IReadOnlyList<ClaimFailure> Evaluate(
        JsonElement document, IReadOnlyList<Expectation> expectations, Func<JsonElement, Result<JsonElement>> resolve, Func<string, string> redact)
    {
        if (expectations.Count == 0)
        {
            return [];
        }

        var root = JsonTree.Of(document);
        var evaluator = new MatcherEvaluator(redact);
        var failures = expectations.SelectMany(expectation => Evaluate(root, expectation, resolve, evaluator)).Take(MaxFailures + 1).ToList();
        return failures.Count <= MaxFailures ? failures : [.. failures.Take(MaxFailures), new ClaimFailure("more", $"at most {MaxFailures} failures to list", "more than that; the rest is left out")];
    }

    private static IEnumerable<ClaimFailure> Evaluate(
        JToken root, Expectation expectation, Func<JsonElement, Result<JsonElement>> resolve, MatcherEvaluator evaluator)
    {
        if (JsonTree.Select(root, expectation.Path, out var problem) is not { } found)
        {
            return [new ClaimFailure(expectation.Label, "a JSONPath that can be followed", JsonValues.Cut(problem))];
        }

        if (found.Count > JsonTree.MaxFound)
        {
            return [new ClaimFailure(expectation.Label, $"at most {JsonTree.MaxFound} values at the path", "more than that")];
        }

        return expectation.Matchers.SelectMany(matcher => resolve(matcher.Operand) switch
        {
            { Failure: { } failure } => [new ClaimFailure(expectation.Label, $"the operand of '{matcher.Kind}' to have its values", failure.Message)],
            var operand => Evaluate(expectation, matcher.Kind, operand.Value, found, evaluator),
        });
    }

    private static IEnumerable<ClaimFailure> Evaluate(
        Expectation expectation, MatcherKind kind, JsonElement operand, IReadOnlyList<JToken> found, MatcherEvaluator evaluator)
    {
        if (kind == MatcherKind.Absent)
        {
            return Absent(expectation, operand, found, evaluator);
        }

        if (found.Count == 0)
        {
            return [new ClaimFailure(expectation.Label, ExpectedOf(kind, operand, evaluator), "nothing")];
        }

        return found.SelectMany(token => evaluator.Evaluate(kind, operand, JsonTree.ValueOf(token), token)
            .Select(mismatch => new ClaimFailure(PathOf(expectation, token, mismatch.Path), mismatch.Expected, mismatch.Found)));
    }

    private static IEnumerable<ClaimFailure> Absent(Expectation expectation, JsonElement operand, IReadOnlyList<JToken> found, MatcherEvaluator evaluator) => operand.ValueKind switch
    {
        JsonValueKind.False => found.Count > 0 ? [] : [new ClaimFailure(expectation.Label, "something", "nothing")],
        JsonValueKind.True => found.Select(token => new ClaimFailure(PathOf(expectation, token, ""), "nothing", evaluator.Show(JsonTree.ValueOf(token)))),
        _ => [new ClaimFailure(expectation.Label, "the operand of 'absent' to be true or false", evaluator.Show(operand))],
    };

    // Said as it would be of a value, by holding the claim against one that satisfies nothing.
    private static string ExpectedOf(MatcherKind kind, JsonElement operand, MatcherEvaluator evaluator) => kind switch
    {
        MatcherKind.Is => evaluator.Show(operand),
        MatcherKind.Schema => "a value that satisfies the schema",
        MatcherKind.Length => $"a value with a length of {evaluator.Show(operand)}",
        MatcherKind.Includes => $"to include {evaluator.Show(operand)}",
        MatcherKind.SubsetOf => $"nothing beyond {evaluator.Show(operand)}, and something",
        MatcherKind.Not => $"anything but {evaluator.Show(operand)}",
        _ => evaluator.Evaluate(kind, operand, JsonTree.Nothing, JValue.CreateUndefined()).FirstOrDefault()?.Expected ?? kind.ToString(),
    };

    private static string PathOf(Expectation expectation, JToken token, string inner)
    {
        var path = token.Path.StartsWith('[') ? "$" + token.Path : token.Path.Length == 0 ? "$" : "$." + token.Path;
        var place = inner.Length > 1 ? path + inner[1..] : path;
        return place == expectation.Path ? expectation.Label : $"{expectation.Label} ({JsonValues.Cut(place)})";
    }
}
