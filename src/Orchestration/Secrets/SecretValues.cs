using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentSandbox.Orchestration.Secrets;

/// <summary>The secret values that this process has seen; they live in memory only.</summary>
public sealed class SecretValues
{
    private const int ShortestSecret = 4;
    private const int ShortestLine = 12;

    private readonly ConcurrentDictionary<string, byte> _values = new(StringComparer.Ordinal);

    /// <summary>The values, longest first, so that a secret that contains another is replaced whole.</summary>
    public IEnumerable<string> Values => _values.Keys.OrderByDescending(value => value.Length);

    /// <summary>Remembers values; very short ones are left out, since replacing them would garble everything.</summary>
    /// <param name="values">The values.</param>
    public void Add(IEnumerable<string> values)
    {
        foreach (var form in values.Where(value => value.Length >= ShortestSecret).SelectMany(Forms))
        {
            _values.TryAdd(form, 0);
        }
    }

    /// <summary>The ways in which services print a value: as it is, in JSON, in a URL, and line by line.</summary>
    private static IEnumerable<string> Forms(string value) =>
    [
        value,
        JsonEncodedText.Encode(value).Value,
        JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
        Uri.EscapeDataString(value),
        .. value.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= ShortestLine),
    ];
}
