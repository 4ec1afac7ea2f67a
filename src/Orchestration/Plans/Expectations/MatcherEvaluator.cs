using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Plans.Expectations.Schemas;
using Newtonsoft.Json.Linq;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Holds one found value against one claim. Every answer is a list of what does not hold; empty when all does.</summary>
/// <remarks>Texts are compared as they are, with case. Nothing is converted: the text "1" is not the number 1.</remarks>
internal sealed class MatcherEvaluator(Func<string, string> redact)
{
    public IReadOnlyList<Mismatch> Evaluate(MatcherKind kind, JsonElement operand, JsonElement found, JToken token) => kind switch
    {
        MatcherKind.Is => Check(JsonValues.AreEqual(found, operand), Show(operand), found),
        MatcherKind.Not => Check(!JsonValues.AreEqual(found, operand), $"anything but {Show(operand)}", found),
        MatcherKind.OneOf => OneOf(operand, found),
        MatcherKind.AtLeast => Bound(operand, found, "at least", sign => sign >= 0),
        MatcherKind.AtMost => Bound(operand, found, "at most", sign => sign <= 0),
        MatcherKind.Above => Bound(operand, found, "more than", sign => sign > 0),
        MatcherKind.Below => Bound(operand, found, "less than", sign => sign < 0),
        MatcherKind.Matches => Matches(operand, found),
        MatcherKind.Type => Type(operand, found),
        MatcherKind.Length => Length(operand, found),
        MatcherKind.Contains => Contains(operand, found),
        MatcherKind.Includes => Parts("to include", operand, found, found, operand),
        MatcherKind.SubsetOf => Parts("nothing beyond", operand, found, operand, found),
        MatcherKind.Schema => SchemaMatcher.Evaluate(operand, token, redact),
        _ => [new Mismatch("", $"a claim of a known kind, not '{kind}'", Show(found))],
    };

    private IReadOnlyList<Mismatch> OneOf(JsonElement operand, JsonElement found) => operand.ValueKind == JsonValueKind.Array
        ? Check(operand.EnumerateArray().Any(choice => JsonValues.AreEqual(found, choice)), $"one of {Show(operand)}", found)
        : Wrong("one_of", "a list", operand);

    private IReadOnlyList<Mismatch> Bound(JsonElement operand, JsonElement found, string words, Func<int, bool> holds)
    {
        // A value that came through a template may be a text that holds a number.
        var bound = JsonValues.NumberOf(operand) ?? (operand.ValueKind == JsonValueKind.String ? JsonNumber.Parse(operand.GetString() ?? "") : null);
        return bound is null ? Wrong(words, "a number", operand)
            : Check(JsonValues.NumberOf(found) is { } number && holds(number.CompareTo(bound.Value)), $"a number of {words} {Show(operand)}", found);
    }

    private IReadOnlyList<Mismatch> Matches(JsonElement operand, JsonElement found)
    {
        if (operand.ValueKind != JsonValueKind.String)
        {
            return Wrong("matches", "a regular expression", operand);
        }

        return BoundedPattern.TryParse(operand.GetString() ?? "", RegexOptions.None, out var problem) is { } pattern
            ? Check(found.ValueKind == JsonValueKind.String && pattern.IsMatch(found.GetString() ?? ""), $"a text that matches {Show(operand)}", found)
            : Wrong("matches", $"a regular expression of linear time ({problem})", operand);
    }

    private IReadOnlyList<Mismatch> Type(JsonElement operand, JsonElement found)
    {
        var wanted = (operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray().ToList() : [operand])
            .Select(type => type.ValueKind == JsonValueKind.String ? type.GetString() ?? "" : "").ToList();
        var type = JsonValues.TypeOf(found);
        return wanted.All(SchemaPreparer.Types.Contains)
            ? Check(wanted.Any(each => each == type || (each == "number" && type == "integer")), $"a value of type {string.Join(" or ", wanted)}", found)
            : Wrong("type", $"one of {string.Join(", ", SchemaPreparer.Types)}", operand);
    }

    private IReadOnlyList<Mismatch> Length(JsonElement operand, JsonElement found)
    {
        long? length = found.ValueKind switch
        {
            JsonValueKind.String => (found.GetString() ?? "").EnumerateRunes().LongCount(),
            JsonValueKind.Array => found.GetArrayLength(),
            JsonValueKind.Object => JsonValues.Properties(found).Count,
            _ => null,
        };
        if (length is null)
        {
            return [new Mismatch("", "a text, array or object, which have a length", Show(found))];
        }

        using var document = JsonDocument.Parse(length.Value.ToString(CultureInfo.InvariantCulture));
        var number = document.RootElement;
        var bounds = operand.ValueKind == JsonValueKind.Object ? operand.EnumerateObject().Select(bound => (bound.Name, bound.Value)) : [("is", operand)];
        return [.. bounds.SelectMany(bound => LengthBound(bound.Name, bound.Value, number))
            .Select(mismatch => mismatch with { Expected = "a length of " + mismatch.Expected, Found = $"a length of {number.GetRawText()}: {Show(found)}" })];
    }

    private IReadOnlyList<Mismatch> LengthBound(string name, JsonElement bound, JsonElement length) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "IS" => JsonValues.NumberOf(bound) is null ? Wrong(name, "a number", bound) : Check(JsonValues.AreEqual(bound, length), Show(bound), length),
        "ATLEAST" => Bound(bound, length, "at least", sign => sign >= 0),
        "ATMOST" => Bound(bound, length, "at most", sign => sign <= 0),
        "ABOVE" => Bound(bound, length, "more than", sign => sign > 0),
        "BELOW" => Bound(bound, length, "less than", sign => sign < 0),
        _ => Wrong(name, "a bound that is one of is, at_least, at_most, above, below", bound),
    };

    private IReadOnlyList<Mismatch> Contains(JsonElement operand, JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Array => Check(found.EnumerateArray().Any(item => JsonValues.AreEqual(item, operand)), $"an array that contains {Show(operand)}", found),
        JsonValueKind.String when operand.ValueKind == JsonValueKind.String =>
            Check((found.GetString() ?? "").Contains(operand.GetString() ?? "", StringComparison.Ordinal), $"a text that contains {Show(operand)}", found),
        _ => [new Mismatch("", $"a text or array that contains {Show(operand)}", Show(found))],
    };

    private IReadOnlyList<Mismatch> Parts(string words, JsonElement operand, JsonElement found, JsonElement whole, JsonElement part) =>
    [
        .. Containment.Missing(whole, part).Select(missing => words == "to include"
            ? new Mismatch(missing.Path, $"to include {Show(missing.Part)}", missing is { Whole.ValueKind: JsonValueKind.Undefined, Path: "$" } ? Show(found) : Show(missing.Whole))
            : new Mismatch(missing.Path, missing.Whole.ValueKind == JsonValueKind.Undefined ? $"nothing beyond {Show(operand)}" : $"nothing beyond {Show(missing.Whole)}", Show(missing.Part))),
    ];

    private IReadOnlyList<Mismatch> Check(bool holds, string expected, JsonElement found) => holds ? [] : [new Mismatch("", expected, Show(found))];

    // A claim that cannot be held against anything must not hold.
    private IReadOnlyList<Mismatch> Wrong(string matcher, string wanted, JsonElement operand) =>
        [new Mismatch("", $"the operand of '{matcher}' to be {wanted}", Show(operand))];

    public string Show(JsonElement value) => JsonValues.Show(value, redact);
}
