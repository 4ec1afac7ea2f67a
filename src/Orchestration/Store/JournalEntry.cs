using System.Globalization;
using System.Numerics;
using System.Text;

namespace AgentSandbox.Orchestration.Store;

/// <summary>One line of the journal: <c>checksum key value</c>, where an empty value forgets the key.</summary>
/// <param name="Key">What it is about; never contains a space.</param>
/// <param name="Value">JSON without line breaks, or empty.</param>
internal readonly record struct JournalEntry(string Key, string Value)
{
    private const int ChecksumLength = 8;

    /// <summary>False for what would be read back as something else.</summary>
    public bool IsOneLine => Key.Length > 0 && Key.AsSpan().IndexOfAny(" \n\r") < 0 && Value.AsSpan().IndexOfAny('\n', '\r') < 0;

    public string ToLine()
    {
        var body = $"{Key} {Value}";
        return $"{Checksum(body):x8} {body}\n";
    }

    public static bool TryParse(string line, out JournalEntry entry)
    {
        entry = default;
        if (line.Length < ChecksumLength + 2
            || line[ChecksumLength] != ' '
            || !uint.TryParse(line.AsSpan(0, ChecksumLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var expected))
        {
            return false;
        }

        var body = line[(ChecksumLength + 1)..];
        var space = body.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || Checksum(body) != expected)
        {
            return false;
        }

        entry = new JournalEntry(body[..space], body[(space + 1)..]);
        return true;
    }

    private static uint Checksum(string body)
    {
        var crc = uint.MaxValue;
        foreach (var value in Encoding.UTF8.GetBytes(body))
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
