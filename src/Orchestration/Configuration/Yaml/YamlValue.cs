using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Yaml;

/// <summary>A node of the document with its place. Aliased nodes are shared, not copied.</summary>
internal sealed partial class YamlValue
{
    public required YamlValueKind Kind { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Whether the scalar is written without quotes and not as a block, so that its type follows from its text.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The offset from <see cref="Column"/> to the text's first character; null when columns within it are not known.</summary>
    public int? TextOffset { get; init; }

    public IReadOnlyList<YamlValue> Items { get; init; } = [];

    public IReadOnlyList<YamlEntry> Entries { get; init; } = [];

    /// <summary>How many nodes this one stands for when aliases are written out.</summary>
    public required long ExpandedSize { get; init; }

    public YamlScalarType Type => Kind != YamlValueKind.Scalar ? YamlScalarType.None
        : !IsPlain ? YamlScalarType.String
        : Text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => YamlScalarType.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarType.Boolean,
            _ when IntegerPattern().IsMatch(Text) => YamlScalarType.Integer,
            _ when FloatPattern().IsMatch(Text) => YamlScalarType.Float,
            _ => YamlScalarType.String,
        };

    public bool IsTrue => Type == YamlScalarType.Boolean && Text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public YamlValue? Find(string key) => Entries.FirstOrDefault(entry => entry.Name == key)?.Value;

    public int ColumnAt(int offset) => TextOffset is { } start ? Column + start + offset : Column;

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$")]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$")]
    private static partial Regex FloatPattern();
}
