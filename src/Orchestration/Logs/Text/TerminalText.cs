using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Logs.Text;

/// <summary>Makes bytes that a program printed safe to show: what is left are visible characters and tabs.</summary>
internal static partial class TerminalText
{
    /// <summary>Decodes one line without its end, drops escapes and control characters, and cuts it with a mark.</summary>
    public static string Clean(ReadOnlySpan<byte> line, int maxLength)
    {
        // A line of megabytes is not decoded whole; escapes rarely take more than three quarters of a line.
        var decoded = Encoding.UTF8.GetString(line[..Math.Min(line.Length, (maxLength * 16) + 1024)]);
        var text = Escapes().Replace(decoded, "").TrimEnd('\r', '\n');

        // A progress bar draws over itself; its last state is what a person would see.
        var overwritten = text.LastIndexOf('\r');
        text = Unsafe().Replace(overwritten < 0 ? text : text[(overwritten + 1)..], "");
        if (text.Length <= maxLength)
        {
            return text.TrimEnd();
        }

        var cut = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, cut)}… [cut, {line.Length} bytes]");
    }

    // CSI, OSC and other strings up to their end, then two-character escapes; also in their one-character forms.
    [GeneratedRegex(@"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?")]
    private static partial Regex Escapes();

    // Also line separators, and the marks that reorder or hide text.
    [GeneratedRegex(@"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")]
    private static partial Regex Unsafe();
}
