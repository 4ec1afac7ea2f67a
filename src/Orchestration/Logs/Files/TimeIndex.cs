using System.Globalization;

namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>Tells when the bytes of an output were first seen.</summary>
/// <remarks>A text file of lines <c>end milliseconds</c>: everything before <c>end</c> was there at that time. Both only rise.</remarks>
internal sealed class TimeIndex
{
    private const int MaxEntries = 16 * 1024;

    private readonly string _path;
    private readonly List<(long End, long Time)> _entries;

    private TimeIndex(string path, List<(long End, long Time)> entries) => (_path, _entries) = (path, entries);

    /// <summary>The position up to which times are known.</summary>
    public long End => _entries.Count == 0 ? 0 : _entries[^1].End;

    public static TimeIndex Load(string path)
    {
        var entries = new List<(long End, long Time)>();
        if (File.Exists(path))
        {
            // Shared with everybody: .NET takes locks for the narrower modes, and a reader must never hinder the writer.
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            while (reader.ReadLine() is { } line)
            {
                // A line that a crash cut short is left out; the next one is written on a line of its own.
                if (TryParse(line, out var entry) && (entries.Count == 0 || (entry.End > entries[^1].End && entry.Time >= entries[^1].Time)))
                {
                    entries.Add(entry);
                }
            }
        }

        return new TimeIndex(path, entries);
    }

    /// <summary>Notes that everything before <paramref name="end"/> was there at <paramref name="time"/>.</summary>
    public void Add(long end, DateTimeOffset time, long oldestStart)
    {
        if (end <= End)
        {
            return;
        }

        var milliseconds = time.ToUnixTimeMilliseconds();
        if (_entries.Count > 0)
        {
            milliseconds = Math.Max(milliseconds, _entries[^1].Time);
        }

        _entries.Add((end, milliseconds));
        if (_entries.Count <= MaxEntries)
        {
            using var writer = new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
            writer.Write("\n" + Format((end, milliseconds)));
        }
        else
        {
            Compact(oldestStart);
        }
    }

    /// <summary>When the byte at <paramref name="position"/> was first seen; <paramref name="otherwise"/> where nobody has looked yet.</summary>
    public DateTimeOffset TimeOf(long position, DateTimeOffset otherwise)
    {
        var index = FirstAfter(e => e.End > position);
        return index < _entries.Count ? DateTimeOffset.FromUnixTimeMilliseconds(_entries[index].Time) : otherwise;
    }

    /// <summary>The position before which everything is older than <paramref name="time"/>.</summary>
    public long StartOf(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        var index = FirstAfter(e => e.Time >= milliseconds);
        return index == 0 ? 0 : _entries[index - 1].End;
    }

    private static bool TryParse(string line, out (long End, long Time) entry)
    {
        entry = default;
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            && long.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out entry.End)
            && long.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out entry.Time);
    }

    private static string Format((long End, long Time) entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.End} {entry.Time}");

    private int FirstAfter(Func<(long End, long Time), bool> holds)
    {
        var (low, high) = (0, _entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(_entries[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    // Drops what was rotated away, then every second entry: times get coarser with age, the file stays bounded.
    private void Compact(long oldestStart)
    {
        _ = _entries.RemoveAll(e => e.End <= oldestStart);
        if (_entries.Count > MaxEntries / 2)
        {
            var kept = _entries.Where((_, i) => i % 2 == 1 || i == _entries.Count - 1).ToList();
            _entries.Clear();
            _entries.AddRange(kept);
        }

        var temporary = _path + ".new";
        File.WriteAllLines(temporary, _entries.Select(Format));
        File.Move(temporary, _path, overwrite: true);
    }
}
