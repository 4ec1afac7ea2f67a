using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>
/// Makes foreign text harmless to show: no escape sequences, no control characters, nothing that reorders or hides
/// what a reader sees. Its words remain untrusted.
/// </summary>
internal static partial class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Keeps line feeds and tabs; every other kind of line end becomes a line feed.</summary>
    public static string Clean(string text)
    {
        if (!NeedsCleaning(text))
        {
            return text;
        }

        text = Escapes().Replace(text.ReplaceLineEndings("\n"), "");
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune.Value))
            {
                continue;
            }

            clean.Append(IsControl(rune.Value) ? Replacement.ToString() : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>One line of at most <paramref name="limit"/> characters.</summary>
    public static string Line(string text, int limit)
    {
        var line = Clean(text).Replace('\n', ' ');
        return line.Length <= limit ? line : Cut(line, limit - 1) + "…";
    }

    /// <summary>The beginning of a text, without half a character at its end.</summary>
    public static string Cut(string text, int length)
    {
        if (length >= text.Length)
        {
            return text;
        }

        return length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..Math.Max(0, length)];
    }

    /// <summary>The beginning of a text that takes at most so many bytes as UTF-8.</summary>
    public static string CutBytes(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var taken = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            taken += rune.Utf8SequenceLength;
            if (taken > bytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static bool NeedsCleaning(string text)
    {
        foreach (var c in text)
        {
            if (c is (< ' ' and not '\n' and not '\t') or (>= (char)0x7F and <= (char)0x9F) or >= (char)0x200B)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsControl(int c) => c is (< 0x20 and not '\n' and not '\t') or (>= 0x7F and <= 0x9F);

    // Marks that turn the direction of text around, and invisible characters in which text can be smuggled.
    private static bool IsHidden(int c) =>
        c is 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF or (>= 0xE0000 and <= 0xE007F);

    [GeneratedRegex("\x1B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1B]*(?:\x07|\x1B\\\\)?|[PX^_][^\x1B]*(?:\x1B\\\\)?|[ -/]*[0-~])|\u009B[0-?]*[ -/]*[@-~]", RegexOptions.NonBacktracking)]
    private static partial Regex Escapes();
}
