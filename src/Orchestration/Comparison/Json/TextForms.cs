using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>Recognises formats and constants.</summary>
internal static partial class TextForms
{
    private static readonly string[] s_choiceNames =
        ["status", "state", "type", "kind", "currency", "country", "level", "severity", "phase", "mode", "role", "result", "outcome", "zone", "category", "unit", "method", "reason"];

    public static StringFormats FormatOf(string text) => text switch
    {
        { Length: < 3 or > 2048 } => StringFormats.Plain,
        _ when OffsetDateTime().IsMatch(text) => IsDate(text) ? StringFormats.DateTime : StringFormats.Plain,
        _ when LocalDateTime().IsMatch(text) => IsDate(text) ? StringFormats.LocalDateTime : StringFormats.Plain,
        _ when Date().IsMatch(text) => IsDate(text) ? StringFormats.Date : StringFormats.Plain,
        _ when Uuid().IsMatch(text) => StringFormats.Uuid,
        _ when Url().IsMatch(text) => StringFormats.Url,
        _ when Email().IsMatch(text) => StringFormats.Email,
        _ => StringFormats.Plain,
    };

    /// <summary>One word of letters, as constants of programs are written; words with digits are rather ids.</summary>
    public static bool IsConstant(string text) => Constant().IsMatch(text);

    /// <summary>A member whose name says that it holds one of a few constants.</summary>
    public static bool NamesChoice(string? name) =>
        name is not null && s_choiceNames.Any(choice => name.EndsWith(choice, StringComparison.OrdinalIgnoreCase)
            && (name.Length == choice.Length || name[^choice.Length] is >= 'A' and <= 'Z' || name[^(choice.Length + 1)] is '_' or '-'));

    /// <summary>The same constant in another spelling, which no reader that compares texts recognises.</summary>
    public static bool IsRespelled(string left, string right) =>
        left != right && string.Equals(Letters(left), Letters(right), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string text) => text.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal)
        .Replace(" ", string.Empty, StringComparison.Ordinal);

    private static bool IsDate(string text) => DateTime.TryParse(text[..10], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d:?\d\d)$", RegexOptions.NonBacktracking)]
    private static partial Regex OffsetDateTime();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex LocalDateTime();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", RegexOptions.NonBacktracking)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[hH][tT][tT][pP][sS]?://[^\s/]\S*$", RegexOptions.NonBacktracking)]
    private static partial Regex Url();

    [GeneratedRegex(@"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex("^[A-Za-z][A-Za-z_.-]{0,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Constant();
}
