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

    private readonly IJournalFile _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _lines;
    private int _compactAt;

    private Journal(IJournalFile file)
    {
        _file = file;
        Damage = Load();
        _compactAt = _values.Count + MaxWastedLines;
        if (Damage.Any(damage => !damage.IsTorn))
        {
            _file.KeepDamaged();
        }

        if (Damage.Count > 0)
        {
            Compact_NeedsLock();
        }
        else
        {
            CompactIfWasteful_NeedsLock();
        }
    }

    public IReadOnlyList<JournalDamage> Damage { get; }

    public static Journal Open(string path) => Open(new JournalFile(path));

    public static Journal Open(IJournalFile file)
    {
        try
        {
            return new Journal(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

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
    public void Put(string key, string? value) => Put([new JournalEntry(key, value ?? string.Empty)]);

    /// <summary>Writes several values in their order, as one write; an empty value forgets its key.</summary>
    /// <exception cref="IOException">The disk is full or gone. Nothing has changed then.</exception>
    public void Put(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.FirstOrDefault(entry => !entry.IsOneLine) is { Key: not null } bad)
        {
            throw new ArgumentException($"The entry of key '{bad.Key}' does not fit on one line.", nameof(entries));
        }

        lock (_gate)
        {
            var changes = entries.Where(entry => _values.GetValueOrDefault(entry.Key, string.Empty) != entry.Value).ToList();
            if (changes.Count == 0)
            {
                return;
            }

            _file.Append(s_utf8.GetBytes(string.Concat(changes.Select(entry => entry.ToLine()))));
            _lines += changes.Count;
            changes.ForEach(Apply);
            CompactIfWasteful_NeedsLock();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Apply(JournalEntry entry)
    {
        if (entry.Value.Length == 0)
        {
            _values.Remove(entry.Key);
        }
        else
        {
            _values[entry.Key] = entry.Value;
        }
    }

    private List<JournalDamage> Load()
    {
        var damage = new List<JournalDamage>();
        var text = s_utf8.GetString(_file.ReadAll());
        var lines = text.Split('\n');
        var last = text.EndsWith('\n') || text.Length == 0 ? lines.Length - 1 : lines.Length;
        for (var i = 0; i < last; i++)
        {
            var isUnfinished = i == lines.Length - 1;
            if (!isUnfinished && JournalEntry.TryParse(lines[i], out var entry))
            {
                Apply(entry);
                _lines++;
            }
            else
            {
                damage.Add(new JournalDamage(i + 1, lines[i].Length > MaxShownText ? lines[i][..MaxShownText] : lines[i], isUnfinished));
            }
        }

        return damage;
    }

    /// <summary>What was asked for is on the disk already, so a failure only means a longer file until the next try.</summary>
    private void CompactIfWasteful_NeedsLock()
    {
        if (_lines <= _compactAt)
        {
            return;
        }

        try
        {
            Compact_NeedsLock();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _compactAt = _lines + MaxWastedLines;
        }
    }

    private void Compact_NeedsLock()
    {
        _file.Replace(s_utf8.GetBytes(string.Concat(_values.Select(pair => new JournalEntry(pair.Key, pair.Value).ToLine()))));
        _lines = _values.Count;
        _compactAt = (2 * _values.Count) + MaxWastedLines;
    }
}
