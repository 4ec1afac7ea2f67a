using System.Text;

namespace AgentSandbox.Orchestration.Store;

/// <summary>An append-only file of keys and values; the last value of a key counts.</summary>
/// <remarks>
/// Each line carries a checksum. A torn last line is dropped: its write was never acknowledged. A damaged line in
/// between is reported and skipped, so that one bad block does not take every sandbox along. One process writes at a
/// time; the host's lock guarantees it.
/// </remarks>
internal sealed class Journal : IDisposable
{
    private const int MaxWastedLines = 1000;
    private const int MaxShownText = 120;
    private static readonly UTF8Encoding s_utf8 = new(false);

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _values = [];
    private FileStream _file;
    private int _lines;

    private Journal(string path)
    {
        _path = path;
        Damage = Load();
        _file = OpenForAppend();
        if (Damage.Count > 0 || _lines > _values.Count + MaxWastedLines)
        {
            Compact_NeedsLock();
        }
    }

    public IReadOnlyList<JournalDamage> Damage { get; }

    public static Journal Open(string path) => new(path);

    public string? Find(string key)
    {
        lock (_gate)
        {
            return _values.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> List(string prefix)
    {
        lock (_gate)
        {
            return [.. _values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>Writes a value through to the disk; null forgets the key.</summary>
    /// <exception cref="IOException">The disk is full or gone. Nothing has changed then.</exception>
    public void Put(string key, string? value)
    {
        lock (_gate)
        {
            if (_values.GetValueOrDefault(key) == value)
            {
                return;
            }

            Append_NeedsLock(new JournalEntry(key, value ?? string.Empty));
            Apply(key, value);
            if (_lines > (2 * _values.Count) + MaxWastedLines)
            {
                Compact_NeedsLock();
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append_NeedsLock(JournalEntry entry)
    {
        var before = _file.Length;
        try
        {
            _file.Write(s_utf8.GetBytes(entry.ToLine()));
            _file.Flush(flushToDisk: true);
            _lines++;
        }
        catch (IOException)
        {
            // A half-written line would damage the next one.
            _file.SetLength(before);
            throw;
        }
    }

    private void Apply(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            _values.Remove(key);
        }
        else
        {
            _values[key] = value;
        }
    }

    private List<JournalDamage> Load()
    {
        var damage = new List<JournalDamage>();
        if (!File.Exists(_path))
        {
            return damage;
        }

        var text = File.ReadAllText(_path, s_utf8);
        var lines = text.Split('\n');
        var last = text.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        for (var i = 0; i < last; i++)
        {
            var isUnfinished = i == lines.Length - 1;
            if (!isUnfinished && JournalEntry.TryParse(lines[i], out var entry))
            {
                Apply(entry.Key, entry.Value);
                _lines++;
            }
            else
            {
                damage.Add(new JournalDamage(i + 1, lines[i].Length > MaxShownText ? lines[i][..MaxShownText] : lines[i], isUnfinished));
            }
        }

        return damage;
    }

    private FileStream OpenForAppend()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(_path, options);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private void Compact_NeedsLock()
    {
        var fresh = _path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(fresh, options))
        {
            foreach (var (key, value) in _values)
            {
                file.Write(s_utf8.GetBytes(new JournalEntry(key, value).ToLine()));
            }

            file.Flush(flushToDisk: true);
        }

        if (Damage.Any(damage => !damage.IsTorn))
        {
            File.Copy(_path, _path + ".damaged", overwrite: true);
        }

        _file.Dispose();
        File.Move(fresh, _path, overwrite: true);
        _lines = _values.Count;
        _file = OpenForAppend();
    }
}
