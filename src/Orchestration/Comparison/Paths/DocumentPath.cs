using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Comparison.Paths;

/// <summary>Where something stands in a response: <c>$.items[2].price</c>, <c>headers.etag</c>, <c>status</c>.</summary>
internal sealed partial class DocumentPath
{
    public const string Body = "$";
    public const string Headers = "headers";
    public const string Lines = "body";

    private string? _text;
    private string? _general;

    private DocumentPath(DocumentPath? parent, string? name, int? index)
    {
        (Parent, Name, Index) = (parent, name, index);
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    public DocumentPath? Parent { get; }

    /// <summary>The member's name; null for an element of a list.</summary>
    public string? Name { get; }

    /// <summary>The place in the list; null for a member.</summary>
    public int? Index { get; }

    public int Depth { get; }

    /// <summary>True for a key that looks generated, so that the object is a map and its members are alike.</summary>
    public bool IsMapEntry => Parent is not null && Name is not null && GeneratedKey().IsMatch(Name);

    /// <summary>The path as it is shown.</summary>
    public string Text => _text ??= Parent is null ? Name! : Parent.Text + Step(); // A root always has a name.

    /// <summary>The path without what differs between alike things: indexes and generated keys. What is learned is kept by it.</summary>
    public string General => _general ??= Parent is null ? Name! : Parent.General + (Index is not null ? "[*]" : IsMapEntry ? ".*" : Step()); // A root always has a name.

    public static DocumentPath Root(string name) => new(null, name, null);

    public DocumentPath Member(string name) => new(this, name, null);

    public DocumentPath Element(int index) => new(this, null, index);

    /// <summary>The steps from the root, the root first.</summary>
    public IReadOnlyList<DocumentPath> Steps()
    {
        var steps = new DocumentPath[Depth + 1];
        for (var step = this; step is not null; step = step.Parent)
        {
            steps[step.Depth] = step;
        }

        return steps;
    }

    public override string ToString() => Text;

    private string Step() => Index is { } index
        ? $"[{index.ToString(CultureInfo.InvariantCulture)}]"
        : PlainName().IsMatch(Name!) ? "." + Name : $"['{Name!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']"; // Not an element, so it has a name.

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainName();

    [GeneratedRegex("^([0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{24}|[0-9a-fA-F]{32}|[0-9]{4}-[0-9]{2}(-[0-9]{2}.*)?)$", RegexOptions.NonBacktracking)]
    private static partial Regex GeneratedKey();
}
