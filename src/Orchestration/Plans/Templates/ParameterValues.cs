using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Reads the text of a parameter's value by its type.</summary>
internal static class ParameterValues
{
    private const int LongestText = 10_000;

    public static string Describe(ParameterType type) => type switch
    {
        ParameterType.Integer => "a whole number",
        ParameterType.Number => "a number",
        ParameterType.Boolean => "true or false",
        _ => $"a text of at most {LongestText} characters",
    };

    /// <summary>The value as JSON, or null when the text is not of the type.</summary>
    public static JsonElement? Parse(ParameterType type, string text) => type switch
    {
        ParameterType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonText.Element(JsonValue.Create(whole)) : null,
        ParameterType.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonText.Element(JsonValue.Create(number)) : null,
        ParameterType.Boolean => bool.TryParse(text, out var flag) ? JsonText.Element(JsonValue.Create(flag)) : null,
        _ => text.Length <= LongestText ? JsonText.Element(JsonValue.Create(text)) : null,
    };
}
