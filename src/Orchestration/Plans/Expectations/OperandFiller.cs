using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Fills the places in the texts of an operand. A text that is one place alone takes the type of its value.</summary>
internal sealed partial class OperandFiller(IStepServices services)
{
    public Result<JsonElement> Fill(JsonElement operand)
    {
        if (operand.ValueKind == JsonValueKind.Undefined || !operand.GetRawText().Contains("${", StringComparison.Ordinal))
        {
            return operand;
        }

        SandboxFailure? failure = null;
        var filled = Node(operand, ref failure);
        return failure is null ? JsonSerializer.SerializeToElement(filled) : failure;
    }

    private JsonNode? Node(JsonElement value, ref SandboxFailure? failure)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return Text(value.GetString() ?? "", ref failure);
            case JsonValueKind.Array:
                var array = new JsonArray();
                foreach (var item in value.EnumerateArray())
                {
                    array.Add(Node(item, ref failure));
                }

                return array;
            case JsonValueKind.Object:
                var node = new JsonObject();
                foreach (var property in value.EnumerateObject())
                {
                    node[property.Name] = Node(property.Value, ref failure);
                }

                return node;
            default:
                return JsonNodeOf(value);
        }
    }

    private JsonNode? Text(string text, ref SandboxFailure? failure)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return JsonValue.Create(text);
        }

        if (Whole().Match(text) is { Success: true } whole && Captured(whole.Groups[1].Value) is { } value)
        {
            return JsonNodeOf(value);
        }

        var references = Place().Matches(text).Where(place => place.Groups[1].Success).Select(place => place.Groups[1].Value);
        var resolved = services.Resolve(new PlanTemplate(text, [.. references]));
        failure ??= resolved.Failure;
        return JsonValue.Create(resolved.Value);
    }

    private JsonElement? Captured(string reference)
    {
        var value = services.Values;
        foreach (var name in reference.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return reference.StartsWith("params.", StringComparison.Ordinal) || reference.StartsWith("steps.", StringComparison.Ordinal) ? value : null;
    }

    // Kept as written: a node made of a parsed number would be no more exact than a double.
    private static JsonNode? JsonNodeOf(JsonElement value) => JsonNode.Parse(value.GetRawText());

    [GeneratedRegex(@"\A\$\{([^{}]+)\}\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\$\$\{|\$\{([^{}]*)\}")]
    private static partial Regex Place();
}
