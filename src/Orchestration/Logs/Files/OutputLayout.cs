using System.Globalization;

namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>Where the parts of an output lie: the file itself, rotated parts and times beside it.</summary>
/// <remarks>
/// A rotated part is named by the position of its first byte, so positions survive rotation and any restart without
/// a record of their own: the current file begins where the newest rotated part ends.
/// </remarks>
internal static class OutputLayout
{
    public static string TimesOf(string path) => path + ".times";

    /// <summary>A file that exists while the files are between two states.</summary>
    public static string RotatingOf(string path) => path + ".rotating";

    public static string Rotated(string path, long start) => string.Create(CultureInfo.InvariantCulture, $"{path}.{start:D20}");

    /// <summary>All parts, oldest first; the current file is the last.</summary>
    public static IReadOnlyList<OutputSegment> Segments(string path)
    {
        var rotated = RotatedSegments(path);
        var start = rotated.Count == 0 ? 0 : rotated[^1].End;
        return [.. rotated, new OutputSegment(path, start, LengthOf(path))];
    }

    private static List<OutputSegment> RotatedSegments(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!; // a file always lies in a directory
        if (!Directory.Exists(directory))
        {
            return [];
        }

        var prefix = Path.GetFileName(path) + ".";
        return Connected(
        [
            .. Directory.EnumerateFiles(directory, prefix + "*")
                .Where(f => Path.GetFileName(f).StartsWith(prefix, StringComparison.Ordinal))
                .Select(f => (File: f, Suffix: Path.GetFileName(f)[prefix.Length..]))
                .Where(f => f.Suffix.Length == 20 && f.Suffix.All(char.IsAsciiDigit))
                .Select(f => new OutputSegment(f.File, long.Parse(f.Suffix, CultureInfo.InvariantCulture), LengthOf(f.File)))
                .OrderBy(s => s.Start),
        ]);
    }

    /// <summary>The newest parts that meet. A flood leaves a gap before its part, until the parts before that are removed.</summary>
    private static List<OutputSegment> Connected(List<OutputSegment> parts)
    {
        var first = Math.Max(parts.Count - 1, 0);
        while (first > 0 && parts[first - 1].End == parts[first].Start)
        {
            first--;
        }

        return parts[first..];
    }

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
