using System.Globalization;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>Sizes as the file writes them: a number of bytes, or <c>512KiB</c>, <c>10MB</c>.</summary>
internal static class ByteSizes
{
    public const string Pattern = "^[0-9]{1,9}(kB|MB|GB|KiB|MiB|GiB)$";
    public const long Smallest = 4096;
    public const long Largest = 1L << 30;

    public static bool TryParse(string text, out long bytes)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        long? factor = text[digits..] switch
        {
            "" => 1,
            "kB" => 1000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "KiB" => 1L << 10,
            "MiB" => 1L << 20,
            "GiB" => 1L << 30,
            _ => null,
        };
        bytes = 0;
        if (digits is 0 or > 10 || factor is not { } known)
        {
            return false;
        }

        bytes = long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture) * known;
        return bytes is >= Smallest and <= Largest;
    }
}
