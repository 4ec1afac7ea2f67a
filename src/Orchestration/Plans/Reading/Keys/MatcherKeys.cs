using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Plans.Reading.Keys;

/// <summary>The keys of matchers.</summary>
internal static class MatcherKeys
{
    private const YamlScalarType AnyScalar = YamlScalarType.String | YamlScalarType.Boolean | YamlScalarType.Integer | YamlScalarType.Float | YamlScalarType.Null;

    private static readonly ScalarShape s_bound = new()
    {
        Expected = "a number, or a place such as ${params.limit}",
        Fix = "write a number without quotes",
        Types = YamlScalarType.Integer | YamlScalarType.Float | YamlScalarType.String,
        Pattern = @"^\$\{[^}]*\}$",
    };

    private static readonly ObjectShape s_lengths = new()
    {
        Name = "lengths",
        Keys =
        [
            new("atLeast", Scalars.Integer(0, int.MaxValue), "The least length."),
            new("atMost", Scalars.Integer(0, int.MaxValue), "The greatest length."),
        ],
        AnyOf = ["atLeast", "atMost"],
        AnyOfFix = "write a number, or atLeast and atMost",
    };

    public static ObjectShape Matchers { get; } = new()
    {
        Name = "matchers",
        Keys =
        [
            new("is", AnyShape.Instance, "Equal as JSON values; numbers by value.") { OtherNames = ["equals", "equal", "eq", "value"] },
            new("not", AnyShape.Instance, "Not equal.") { OtherNames = ["isNot", "notEquals", "ne"] },
            new("oneOf", new ListShape(AnyShape.Instance) { AllowsEmpty = false }, "Equal to one of a list.") { OtherNames = ["in", "enum", "anyOf"] },
            new("atLeast", s_bound, "A number at or above this one.") { OtherNames = ["min", "minimum", "gte"] },
            new("atMost", s_bound, "A number at or below this one.") { OtherNames = ["max", "maximum", "lte"] },
            new("above", s_bound, "A number above this one.") { OtherNames = ["gt", "greaterThan", "moreThan"] },
            new("below", s_bound, "A number below this one.") { OtherNames = ["lt", "lessThan"] },
            new("matches", PlanScalars.Pattern, "A text that this regular expression matches somewhere; linear time.") { OtherNames = ["pattern", "regex", "match"] },
            new("type", Scalars.OneOf("string", "number", "integer", "boolean", "object", "array", "null") with { Types = YamlScalarType.String | YamlScalarType.Null }, "One of the JSON types.") { OtherNames = ["kind"] },
            new("length", new ChoiceShape { Expected = "a number, or atLeast and atMost", Scalar = Scalars.Integer(0, int.MaxValue), Object = s_lengths }, "The length of a text, list or mapping.") { OtherNames = ["count", "size"] },
            new("contains", AnyShape.Instance, "A text that contains a text, or a list that contains a value.") { OtherNames = ["has", "include"] },
            new("absent", Scalars.Boolean, "Nothing is found at the path (true), or something is (false).") { OtherNames = ["exists", "missing", "present"] },
            new("includes", Structure(), "A mapping or list that has everything of this one, and perhaps more.") { OtherNames = ["supersetOf"] },
            new("subsetOf", Structure(), "A mapping or list that has nothing that this one has not."),
            new("schema", new MapShape(new ScalarShape { Expected = "a keyword", Fix = "write one", Pattern = "^[^\\u0000-\\u001f]*$" }, AnyShape.Instance), "A JSON Schema that is satisfied; references stay within it.") { OtherNames = ["jsonSchema"] },
        ],
        AnyOf = ["is", "not", "oneOf", "atLeast", "atMost", "above", "below", "matches", "type", "length", "contains", "absent", "includes", "subsetOf", "schema"],
        AnyOfFix = "write a matcher, or \"is: {}\" to compare with an empty mapping",
    };

    /// <summary>What is claimed about a JSON value: a bare value, or matchers.</summary>
    public static ChoiceShape Value { get; } = new()
    {
        Expected = "a value, or a mapping of matchers such as { atMost: 5 }",
        Scalar = new ScalarShape { Expected = "a value", Fix = "write it", Types = AnyScalar },
        List = new ListShape(AnyShape.Instance),
        Object = Matchers,
    };

    /// <summary>What is claimed about a text: a bare value, or matchers.</summary>
    public static ChoiceShape Text { get; } = new()
    {
        Expected = "a text, or a mapping of matchers such as { contains: json }",
        Scalar = PlanScalars.Text,
        Object = Matchers,
    };

    private static ChoiceShape Structure() => new()
    {
        Expected = "a mapping or a list",
        List = new ListShape(AnyShape.Instance),
        Object = new ObjectShape { Name = "structure", Keys = [], AllowsAny = true },
    };
}
