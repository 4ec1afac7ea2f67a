namespace AgentSandbox.McpServer.Protocol.Prompts;

/// <summary>
/// The head of a prompt file between two lines of <c>---</c>: <c>key: value</c> lines, and lists of such records.
/// This small part of YAML is read here, because a YAML library would cost every start of the bridge its load time.
/// </summary>
internal sealed class FrontMatter
{
    private readonly Dictionary<string, string> _values = [];
    private readonly Dictionary<string, List<FrontMatter>> _items = [];

    public string Value(string key) => _values.GetValueOrDefault(key, "");

    public IReadOnlyList<FrontMatter> Items(string key) => _items.GetValueOrDefault(key) ?? [];

    /// <exception cref="FormatException">The front matter is missing, malformed or without name or description.</exception>
    public static (FrontMatter Matter, string Text) Split(string markdown, string source)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var end = lines.Length > 0 && lines[0] == "---" ? Array.IndexOf(lines, "---", 1) : -1;
        if (end < 0)
        {
            throw new FormatException($"'{source}' does not start with front matter between two lines of '---'.");
        }

        var matter = Read(lines[1..end], source);
        if (matter.Value("name").Length == 0 || matter.Value("description").Length == 0)
        {
            throw new FormatException($"The front matter of '{source}' needs 'name' and 'description'.");
        }

        return (matter, string.Join('\n', lines[(end + 1)..]));
    }

    private static FrontMatter Read(string[] lines, string source)
    {
        var root = new FrontMatter();
        List<FrontMatter>? list = null;
        foreach (var line in lines.Where(l => l.Trim().Length > 0))
        {
            var isItem = line.TrimStart().StartsWith("- ", StringComparison.Ordinal);
            var (key, value) = KeyValue(isItem ? line.TrimStart()[2..] : line, source);
            if (!char.IsWhiteSpace(line[0]) && !isItem)
            {
                list = value.Length == 0 ? root._items[key] = [] : null;
                root._values[key] = value;
            }
            else if (list is null || (!isItem && list.Count == 0))
            {
                throw new FormatException($"The line '{line.Trim()}' of '{source}' belongs to no list.");
            }
            else
            {
                if (isItem)
                {
                    list.Add(new FrontMatter());
                }

                list[^1]._values[key] = value;
            }
        }

        return root;
    }

    private static (string Key, string Value) KeyValue(string line, string source)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (line[..colon].Trim(), line[(colon + 1)..].Trim().Trim('"'))
            : throw new FormatException($"The line '{line.Trim()}' of '{source}' is not 'key: value'.");
    }
}
