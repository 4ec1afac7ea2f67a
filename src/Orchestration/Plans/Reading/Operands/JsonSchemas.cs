using System.Text.Json;
using NJsonSchema;
using JsonException = Newtonsoft.Json.JsonException;

namespace AgentSandbox.Orchestration.Plans.Reading.Operands;

/// <summary>Says what is wrong with a JSON Schema that is given as an operand.</summary>
internal static class JsonSchemas
{
    private static readonly string[] s_types = ["string", "number", "integer", "boolean", "object", "array", "null"];
    private static readonly string[] s_values = ["enum", "const", "default", "example", "examples"];
    private static readonly string[] s_named = ["properties", "patternProperties", "definitions", "$defs", "dependencies"];

    public static string? Problem(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "is not a mapping";
        }

        if (WalkProblem(schema) is { } problem)
        {
            return problem;
        }

        try
        {
            // Nothing is fetched: references that leave the document are refused above.
            JsonSchema.FromJsonAsync(schema.GetRawText()).GetAwaiter().GetResult();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or FormatException or NotSupportedException or NullReferenceException)
        {
            return $"does not parse: {exception.Message.Split('\n')[0].TrimEnd('\r', '.')}";
        }
    }

    private static string? WalkProblem(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().Select(WalkProblem).FirstOrDefault(problem => problem is not null);
        }

        return schema.ValueKind == JsonValueKind.Object
            ? schema.EnumerateObject().Select(MemberProblem).FirstOrDefault(problem => problem is not null)
            : null;
    }

    private static string? MemberProblem(JsonProperty member) => member.Name switch
    {
        _ when s_values.Contains(member.Name) => null,
        _ when s_named.Contains(member.Name) && member.Value.ValueKind == JsonValueKind.Object => NamedProblem(member),
        "$ref" => member.Value.ValueKind == JsonValueKind.String && member.Value.GetString() is ['#', ..]
            ? null
            : "has a \"$ref\" that leaves it; only references that begin with \"#\" are followed",
        "type" => TypeProblem(member.Value),
        "pattern" => member.Value.ValueKind == JsonValueKind.String ? PatternProblem(member.Value.GetString() ?? "") : "has a \"pattern\" that is not a text",
        _ => WalkProblem(member.Value),
    };

    private static string? NamedProblem(JsonProperty member)
        => member.Value.EnumerateObject()
            .Select(named => (member.Name == "patternProperties" ? PatternProblem(named.Name) : null) ?? WalkProblem(named.Value))
            .FirstOrDefault(problem => problem is not null);

    private static string? TypeProblem(JsonElement type)
    {
        JsonElement[] names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : [type];
        return Array.TrueForAll(names, name => name.ValueKind == JsonValueKind.String && s_types.Contains(name.GetString()))
            ? null
            : $"has a \"type\" other than {string.Join(", ", s_types)}";
    }

    private static string? PatternProblem(string pattern)
        => Patterns.Problem(pattern) is { } problem ? $"has a \"pattern\" that {problem}" : null;
}
