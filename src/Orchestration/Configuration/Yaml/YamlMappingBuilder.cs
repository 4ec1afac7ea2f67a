using AgentSandbox.Orchestration.Configuration.Reading;

namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>Gathers the entries of a mapping: refuses duplicates and lays merged mappings (<c>&lt;&lt;</c>) below its own keys.</summary>
internal sealed class YamlMappingBuilder(ProblemList problems)
{
    private const string MergeKey = "<<";

    private readonly Dictionary<string, YamlEntry> _own = new(StringComparer.Ordinal);
    private readonly List<YamlEntry> _entries = [];
    private readonly List<YamlValue> _merged = [];

    public void Add(YamlValue key, YamlValue value)
    {
        if (key.Kind != YamlValueKind.Scalar)
        {
            problems.Add(ConfigurationProblemCodes.Syntax, "A key must be a text.", "write a plain name before the colon", key);
        }
        else if (key is { IsPlain: true, Text: MergeKey })
        {
            AddMerged(value);
        }
        else if (_own.TryGetValue(key.Text, out var first))
        {
            problems.Add(
                ConfigurationProblemCodes.DuplicateKey,
                $"The key \"{Texts.Shorten(key.Text)}\" is written twice; first on line {first.Key.Line}.",
                "keep one of the two",
                key);
        }
        else
        {
            var entry = new YamlEntry(key, value);
            _own.Add(key.Text, entry);
            _entries.Add(entry);
        }
    }

    public IReadOnlyList<YamlEntry> Build()
    {
        foreach (var entry in _merged.SelectMany(mapping => mapping.Entries))
        {
            if (_own.TryAdd(entry.Name, entry))
            {
                _entries.Add(entry);
            }
        }

        return _entries;
    }

    private void AddMerged(YamlValue value)
    {
        var mappings = value.Kind == YamlValueKind.Sequence ? value.Items : [value];
        foreach (var mapping in mappings)
        {
            if (mapping.Kind == YamlValueKind.Mapping)
            {
                _merged.Add(mapping);
            }
            else
            {
                problems.Add(ConfigurationProblemCodes.WrongType, "Only mappings can be merged with \"<<\".", "name an anchor of a mapping", value);
            }
        }
    }
}
