using System.Globalization;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>A JSON number by its value, without the limits of any binary type: 1, 1.0 and 10e-1 are one value, and so are amounts of 40 digits.</summary>
/// <remarks>The value is <c>Sign × 0.Digits × 10^Exponent</c>, digits without zeros at either end; zero has no digits.</remarks>
internal readonly record struct JsonNumber(int Sign, string Digits, long Exponent) : IComparable<JsonNumber>
{
    // Beyond this an exponent is of no use to anybody; all larger ones are one.
    private const long MaxExponent = 1_000_000_000_000;

    public bool IsInteger => Exponent >= Digits.Length;

    /// <summary>Reads a number as JSON writes it; null when the text is none.</summary>
    public static JsonNumber? Parse(string text)
    {
        var negative = text.StartsWith('-');
        var body = negative ? text.AsSpan(1) : text.AsSpan();
        var e = body.IndexOfAny('e', 'E');
        var exponent = 0L;
        if (e >= 0 && !TryExponent(body[(e + 1)..], out exponent))
        {
            return null;
        }

        var mantissa = e >= 0 ? body[..e] : body;
        var point = mantissa.IndexOf('.');
        var whole = point >= 0 ? mantissa[..point] : mantissa;
        var fraction = point >= 0 ? mantissa[(point + 1)..] : default;
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var all = string.Concat(whole, fraction);
        var digits = all.TrimStart('0');
        var position = whole.Length - (all.Length - digits.Length) + exponent;
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? new JsonNumber(0, "", 0) : new JsonNumber(negative ? -1 : 1, digits, position);
    }

    public int CompareTo(JsonNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        var magnitude = Exponent != other.Exponent ? Exponent.CompareTo(other.Exponent) : string.CompareOrdinal(Digits, other.Digits);
        return Sign * Math.Sign(magnitude);
    }

    private static bool TryExponent(ReadOnlySpan<char> text, out long exponent)
    {
        var negative = text.StartsWith("-");
        var digits = negative || text.StartsWith("+") ? text[1..] : text;
        exponent = 0;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var value = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? Math.Min(parsed, MaxExponent) : MaxExponent;
        exponent = negative ? -value : value;
        return true;
    }
}
