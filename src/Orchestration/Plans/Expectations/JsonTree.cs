using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>A document in the form that JSONPath selects from. Each part remembers the value that it was made of.</summary>
/// <remarks>Built from parsed values and not from text, so that dates stay texts and every number can be compared exactly.</remarks>
internal static class JsonTree
{
    public const int MaxFound = 10_000;

    /// <summary>A value that satisfies no claim, for saying what is claimed.</summary>
    public static readonly JsonElement Nothing = default;

    private const int MaxExactDigits = 100;

    // A filter may hold a regular expression that backtracks.
    private static readonly JsonSelectSettings s_settings = new() { RegexMatchTimeout = TimeSpan.FromSeconds(1) };

    public static JToken Of(JsonElement value) => Remember(value.ValueKind switch
    {
        JsonValueKind.Object => new JObject(JsonValues.Properties(value).Select(property => new JProperty(property.Key, Of(property.Value)))),
        JsonValueKind.Array => new JArray(value.EnumerateArray().Select(Of)),
        JsonValueKind.String => new JValue(value.GetString()),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => new JValue(true),
        JsonValueKind.False => new JValue(false),
        _ => JValue.CreateNull(),
    }, value);

    /// <summary>The value that a selected part was made of.</summary>
    public static JsonElement ValueOf(JToken token) => token.Annotation<Origin>() is { } origin ? origin.Value : default;

    /// <summary>Selects; one more than <see cref="MaxFound"/> at the most. Null with the reason when the path is none.</summary>
    public static IReadOnlyList<JToken>? Select(JToken root, string path, out string problem)
    {
        problem = "";
        try
        {
            return [.. root.SelectTokens(path, s_settings).Take(MaxFound + 1)];
        }
        catch (RegexMatchTimeoutException)
        {
            problem = "a filter's pattern took longer than one second";
        }
        catch (Exception e) when (e is Newtonsoft.Json.JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            problem = e.Message;
        }

        return null;
    }

    private static JToken Remember(JToken token, JsonElement value)
    {
        token.AddAnnotation(new Origin(value));
        return token;
    }

    // What filters and schemas compare: whole where the value is whole, so that 1.0 is an integer to both.
    private static JValue Number(JsonElement value)
    {
        if (JsonValues.NumberOf(value) is { IsInteger: true, Exponent: <= MaxExactDigits } number)
        {
            var whole = number.Sign * BigInteger.Parse("0" + number.Digits.PadRight((int)number.Exponent, '0'), CultureInfo.InvariantCulture);
            return whole >= long.MinValue && whole <= long.MaxValue ? new JValue((long)whole) : new JValue(whole);
        }

        return value.TryGetDecimal(out var exact) && exact != 0 ? new JValue(exact) : new JValue(value.GetDouble());
    }

    private sealed record Origin(JsonElement Value);
}
