using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>The last thing that every answer passes: escapes are neutralised first, because they could split a secret.</summary>
internal sealed class Sanitizer(Redactor redactor)
{
    private const string KeyBegin = "PRIVATE KEY-----";

    /// <summary>Cleans and redacts a text of one or several lines.</summary>
    public string Text(string text) => redactor.Redact(SafeText.Clean(text));

    /// <summary>One short line; redacted before it is cut, because half a secret is not recognised.</summary>
    public string Line(string text, int limit) => SafeText.Line(Text(text), limit);

    /// <summary>The value of a header or variable: hidden when the name says that it is secret.</summary>
    public string Value(string name, string value, int limit) =>
        Redactor.IsSecretName(name) ? Redactor.Replacement : Line(value, limit);

    /// <summary>Cleans and redacts lines together, since a secret may span several; there are as many lines afterwards.</summary>
    public IReadOnlyList<string> Lines(IEnumerable<string> lines)
    {
        var clean = lines.Select(line => SafeText.Clean(line).Replace('\n', ' ')).ToList();
        if (clean.Count == 0)
        {
            return clean;
        }

        var redacted = redactor.Redact(string.Join('\n', clean)).Split('\n');
        return redacted.Length == clean.Count ? redacted : OneByOne(clean);
    }

    /// <summary>Cleans and redacts every string of a structure, in place.</summary>
    public void Structure(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    Visit(value, replaced => members[name] = replaced);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var index = i;
                    Visit(items[i], replaced => items[index] = replaced);
                }

                break;
        }
    }

    private void Visit(JsonNode? node, Action<JsonNode?> replace)
    {
        if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            replace(JsonValue.Create(Text(text)));
        }
        else
        {
            Structure(node);
        }
    }

    // A key that spans lines was found, so that the number of lines changed: hide its lines one by one.
    private List<string> OneByOne(List<string> lines)
    {
        var inKey = false;
        var result = new List<string>(lines.Count);
        foreach (var line in lines)
        {
            var begins = line.Contains("-----BEGIN", StringComparison.Ordinal) && line.Contains(KeyBegin, StringComparison.Ordinal);
            inKey |= begins;
            result.Add(inKey ? Redactor.Replacement : redactor.Redact(line));
            inKey &= !line.Contains("-----END", StringComparison.Ordinal);
        }

        return result;
    }
}
