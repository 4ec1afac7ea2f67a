using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Reading.Operands;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Reads claims and checks their operands.</summary>
internal sealed class ExpectationReader(StepScope scope)
{
    private static readonly Dictionary<string, MatcherKind> s_kinds =
        Enum.GetValues<MatcherKind>().ToDictionary(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), StringComparer.Ordinal);

    /// <summary>The claims about the answer of a request.</summary>
    public IReadOnlyList<Expectation> ReadAnswer(YamlValue? expect, string path)
    {
        var claims = new List<Expectation>();
        if (expect?.Find("status") is { } status)
        {
            claims.Add(status.Kind == YamlValueKind.Sequence
                ? Claim("$.status", "status", [new Matcher(MatcherKind.OneOf, scope.Json(status, $"{path}.status"))], status)
                : Read(status, "$.status", "status", $"{path}.status"));
        }

        foreach (var header in expect?.Find("headers")?.Entries ?? [])
        {
            var name = header.Name.ToLowerInvariant();
            claims.Add(Read(header.Value, JsonPaths.Member("$.headers", name), $"headers.{name}", $"{path}.headers.{Texts.Shorten(name)}", asText: true));
        }

        claims.AddRange(ReadJson(expect?.Find("json"), "$.body", "json ", $"{path}.json"));
        if (expect?.Find("text") is { } text)
        {
            claims.Add(Read(text, "$.text", "text", $"{path}.text", asText: true));
        }

        if (expect?.Find("time") is { } time && Values.Duration(time, TimeSpan.Zero) is var longest && longest > TimeSpan.Zero)
        {
            claims.Add(Claim("$.milliseconds", "time", [new Matcher(MatcherKind.AtMost, JsonText.Element(JsonValue.Create(longest.TotalMilliseconds)))], time));
        }

        return claims;
    }

    /// <summary>Claims by JSONPath into the part <paramref name="root"/> of the step's output document.</summary>
    public IEnumerable<Expectation> ReadJson(YamlValue? claims, string root, string label, string path)
        => (claims?.Entries ?? []).Select(entry
            => Read(entry.Value, JsonPaths.Below(entry.Name, root), label + entry.Name, Texts.Join(path, Texts.Shorten(entry.Name))));

    private static Expectation Claim(string jsonPath, string label, IReadOnlyList<Matcher> matchers, YamlValue at)
        => new() { Path = jsonPath, Label = label, Matchers = matchers, Line = at.Line };

    private Expectation Read(YamlValue value, string jsonPath, string label, string path, bool asText = false)
    {
        IReadOnlyList<Matcher> matchers = value.Kind == YamlValueKind.Mapping
            ? [.. value.Entries.Where(entry => s_kinds.ContainsKey(entry.Name)).Select(entry => ReadMatcher(entry, $"{path}.{entry.Name}", asText))]
            : [new Matcher(MatcherKind.Is, Operand(value, path, asText))];
        return Claim(jsonPath, label, matchers, value);
    }

    private Matcher ReadMatcher(YamlEntry entry, string path, bool asText)
    {
        var kind = s_kinds[entry.Name];
        if (kind == MatcherKind.Matches && PlanTemplateParser.HasPlace(entry.Value.Text))
        {
            scope.Problems.Add(PlanProblemCodes.InvalidPattern, $"\"{path}\" is a regular expression and cannot have places.", "use \"contains\" or \"is\" for values", entry.Value, path);
        }

        var operand = kind is MatcherKind.Matches or MatcherKind.Type
            ? JsonText.Element(JsonValue.Create(entry.Value.Text))
            : Operand(entry.Value, path, asText && kind is MatcherKind.Is or MatcherKind.Not or MatcherKind.OneOf);
        if (kind == MatcherKind.Schema && JsonSchemas.Problem(operand) is { } problem)
        {
            scope.Problems.Add(PlanProblemCodes.InvalidSchema, $"The schema in \"{path}\" {problem}.", "correct the schema", entry.Value, path);
        }

        return new Matcher(kind, operand);
    }

    // What is compared with a header is a text, also where YAML reads a number.
    private JsonElement Operand(YamlValue value, string path, bool asText)
    {
        if (!asText)
        {
            return scope.Json(value, path);
        }

        scope.ReadPlaces(value, path);
        return value.Kind == YamlValueKind.Sequence
            ? JsonText.Element(new JsonArray([.. value.Items.Select(item => (JsonNode)item.Text)]))
            : JsonText.Element(JsonValue.Create(value.Text));
    }
}
