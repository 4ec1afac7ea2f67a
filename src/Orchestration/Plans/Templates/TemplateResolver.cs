using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Fills the places of templates.</summary>
/// <remarks>
/// Values are one JSON object: <c>{params: {NAME: value}, steps: {ID: {NAME: value}}, sandbox: {name, key}, run: {id, key},
/// services: {NAME: {url}}}</c>. A place whose value is missing, null or empty is a failure that names it, because a template
/// that silently yields nothing would test something else than the plan says.
/// </remarks>
public static class TemplateResolver
{
    /// <summary>Fills a template by its form.</summary>
    /// <param name="template">The template.</param>
    /// <param name="values">The values.</param>
    public static Result<string> Resolve(PlanTemplate template, JsonElement values)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (!PlanTemplateParser.HasPlace(template.Source))
        {
            return template.Source;
        }

        var failures = new List<SandboxFailure>();
        var text = template.Form == PlanTemplateForm.Json
            ? JsonText.Write(Fill(JsonNode.Parse(template.Source), values, failures))
            : FillText(template.Source, template.Form, values, failures);
        return failures.Count == 0 ? text : failures[0];
    }

    /// <summary>Fills every text of a JSON value, such as the operand of a matcher; a text that is one place alone becomes the value with its type.</summary>
    /// <param name="operand">Any JSON value.</param>
    /// <param name="values">The values.</param>
    public static Result<JsonElement> Resolve(JsonElement operand, JsonElement values)
    {
        if (!PlanTemplateParser.HasPlace(operand.GetRawText()))
        {
            return operand;
        }

        var failures = new List<SandboxFailure>();
        var filled = Fill(JsonNode.Parse(operand.GetRawText()), values, failures);
        return failures.Count == 0 ? JsonText.Element(filled) : failures[0];
    }

    /// <summary>Whether a condition resolves to anything but an empty text, <c>false</c>, <c>0</c> and null; a missing value is a failure.</summary>
    /// <param name="condition">The condition of a step.</param>
    /// <param name="values">The values.</param>
    public static Result<bool> Holds(PlanTemplate condition, JsonElement values)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var text = new StringBuilder();
        foreach (var part in PlanTemplateParser.Parse(condition.Source, []))
        {
            if (!part.IsReference)
            {
                text.Append(part.Text);
            }
            else if (Find(part.Text, values) is { } value)
            {
                text.Append(value.ValueKind == JsonValueKind.Null ? "" : TextOf(value));
            }
            else
            {
                return Missing(part.Text, "has no value");
            }
        }

        return text.ToString().Trim() is not ("" or "0") and var result && !result.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    private static JsonNode? Fill(JsonNode? node, JsonElement values, List<SandboxFailure> failures) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value, values, failures)))),
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, values, failures))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => FillString(value.GetValue<string>(), values, failures),
        _ => node?.DeepClone(),
    };

    private static JsonNode? FillString(string text, JsonElement values, List<SandboxFailure> failures)
    {
        var parts = PlanTemplateParser.Parse(text, []);
        return parts is [{ IsReference: true } place]
            ? JsonNode.Parse(ValueOf(place.Text, values, failures)?.GetRawText() ?? "null")
            : JsonValue.Create(FillText(text, PlanTemplateForm.Text, values, failures));
    }

    private static string FillText(string source, PlanTemplateForm form, JsonElement values, List<SandboxFailure> failures)
    {
        var text = new StringBuilder();
        foreach (var part in PlanTemplateParser.Parse(source, []))
        {
            if (!part.IsReference)
            {
                text.Append(part.Text);
            }
            else if (ValueOf(part.Text, values, failures) is { } value)
            {
                var filled = TextOf(value);
                text.Append(form == PlanTemplateForm.Path && text.Length > 0 ? Encode(filled, text.ToString()) : filled);
            }
        }

        return text.ToString();
    }

    // In the path a value may bring segments of its own; in the query it must not bring members.
    private static string Encode(string value, string before)
    {
        var encoded = Uri.EscapeDataString(value);
        return before.Contains('?', StringComparison.Ordinal) ? encoded : encoded.Replace("%2F", "/", StringComparison.Ordinal);
    }

    private static JsonElement? ValueOf(string reference, JsonElement values, List<SandboxFailure> failures)
    {
        var found = Find(reference, values);
        var fact = found switch
        {
            null => "has no value",
            { ValueKind: JsonValueKind.Null } => "is null",
            { ValueKind: JsonValueKind.String } text when text.GetString() is "" => "is empty",
            _ => null,
        };
        if (fact is not null)
        {
            failures.Add(Missing(reference, fact));
            return null;
        }

        return found;
    }

    private static JsonElement? Find(string reference, JsonElement values)
    {
        var current = values;
        foreach (var name in reference.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out var next))
            {
                return null;
            }

            current = next;
        }

        return current;
    }

    private static string TextOf(JsonElement value)
        => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : JsonText.Write(JsonNode.Parse(value.GetRawText()));

    private static SandboxFailure Missing(string reference, string fact) => new()
    {
        Code = FailureCodes.TemplateEmpty,
        Category = FailureCategory.User,
        Message = $"The place \"${{{reference}}}\" {fact}.",
        Hint = reference.Split('.') is ["steps", var id, var name]
            ? $"Look at what the step \"{id}\" found, and correct its \"capture: {name}\"."
            : reference.StartsWith("params.", StringComparison.Ordinal) ? "Give the parameter a value." : "Correct the name.",
    };
}
