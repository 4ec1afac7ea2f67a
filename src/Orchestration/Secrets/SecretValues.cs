using System.Collections.Concurrent;

namespace AgentSandbox.Orchestration.Secrets;

/// <summary>The secret values that this process has seen; they live in memory only.</summary>
public sealed class SecretValues
{
    private const int ShortestSecret = 4;

    private readonly ConcurrentDictionary<string, byte> _values = new(StringComparer.Ordinal);

    /// <summary>The values, longest first, so that a secret that contains another is replaced whole.</summary>
    public IEnumerable<string> Values => _values.Keys.OrderByDescending(value => value.Length);

    /// <summary>Remembers values; very short ones are left out, since replacing them would garble everything.</summary>
    /// <param name="values">The values.</param>
    public void Add(IEnumerable<string> values)
    {
        foreach (var value in values.Where(value => value.Length >= ShortestSecret))
        {
            _values.TryAdd(value, 0);
        }
    }
}
