using System.Diagnostics.CodeAnalysis;

namespace AgentSandbox.Router;

/// <summary>The value that a request carries to meet the forks of one sandbox (or of one route group).</summary>
/// <remarks>A DNS label in lower case: it starts with a letter, ends with a letter or digit, and has at most 63 characters.</remarks>
public readonly record struct RoutingKey
{
    /// <summary>The most characters that a key may have.</summary>
    public const int MaxLength = 63;

    private readonly string? _value;

    private RoutingKey(string value) => _value = value;

    /// <summary>The key's text; empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads a key, or throws with the reason why the text is none.</summary>
    /// <exception cref="FormatException">The text is not a routing key.</exception>
    public static RoutingKey Parse(string text) =>
        TryParse(text, out var key, out var problem) ? key : throw new FormatException(problem);

    /// <summary>Reads a key; when the text is none, <paramref name="problem"/> says why and what is allowed.</summary>
    public static bool TryParse(string? text, out RoutingKey key, [NotNullWhen(false)] out string? problem)
    {
        problem = FindProblem(text);
        key = problem is null ? new RoutingKey(text!) : default; // null text has a problem
        return problem is null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? FindProblem(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "A routing key must not be empty. Use a DNS label such as 'pr-1'.";
        }

        if (text.Length > MaxLength)
        {
            return $"A routing key has at most {MaxLength} characters; this one has {text.Length}. Shorten it.";
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return $"The routing key '{Printable(text)}' contains U+{(int)c:X4}. Use only lower-case letters, digits and '-'.";
            }
        }

        if (!char.IsAsciiLetterLower(text[0]))
        {
            return $"The routing key '{text}' must start with a lower-case letter. Put a letter in front.";
        }

        return text[^1] == '-' ? $"The routing key '{text}' must end with a letter or digit. Remove the last '-'." : null;
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(c => c is >= ' ' and < (char)0x7f and not '\'' ? c : '?'));
}
