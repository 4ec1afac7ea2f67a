using System.Text.Encodings.Web;
using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Shows a value in short. It is redacted before it is cut, because half a secret is not recognised.</summary>
internal static class ValueText
{
    public const string Absent = "(absent)";
    private const int MaxLength = 120;

    // Escapes would hide a secret's characters from whoever looks for it.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Show(DocumentPath path, JsonElement? value, Func<string, string> clean)
    {
        if (value is not { } shown)
        {
            return Absent;
        }

        if (path.Steps().Any(step => step.Parent is not null && step.Name is { } name && Redactor.IsSecretName(name))
            && shown.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False))
        {
            return Redactor.Replacement;
        }

        var text = shown.ValueKind == JsonValueKind.String ? "\"" + clean(shown.GetString()!) + "\"" : clean(Hidden(shown)); // The kind was tested.
        return text.Length <= MaxLength ? text : Cut(text) + "…";
    }

    private static string Hidden(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
        ? JsonSerializer.Serialize(value, s_plain)
        : value.GetRawText();

    private static string Cut(string text) => char.IsHighSurrogate(text[MaxLength - 1]) ? text[..(MaxLength - 1)] : text[..MaxLength];
}
