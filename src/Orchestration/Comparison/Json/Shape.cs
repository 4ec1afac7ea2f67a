using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Paths;

namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>What readers could rely on, learned from documents: types, formats, constants and which members are always there.</summary>
/// <remarks>Kept by general path, so that what all elements of a list have holds for its elements to come.</remarks>
internal sealed class Shape
{
    private readonly Dictionary<string, ShapeEntry> _entries = new(StringComparer.Ordinal);

    public static Shape Of(IEnumerable<JsonElement> documents)
    {
        var shape = new Shape();
        var isFirst = true;
        foreach (var document in documents)
        {
            shape.Learn(DocumentPath.Root(DocumentPath.Body), document, isFirst);
            isFirst = false;
        }

        return shape;
    }

    public ShapeEntry? Find(DocumentPath path) => _entries.GetValueOrDefault(path.General);

    /// <summary>True when every object that could have this member had it.</summary>
    public bool IsAlwaysThere(DocumentPath path) =>
        !path.IsMapEntry && path.Parent is { } parent && Find(path) is { } entry && Find(parent) is { } owner && entry.Count >= owner.Objects;

    private void Learn(DocumentPath path, JsonElement value, bool isFirst)
    {
        if (!_entries.TryGetValue(path.General, out var entry))
        {
            _entries.Add(path.General, entry = new ShapeEntry());
        }

        entry.Count++;
        entry.Types |= JsonValues.TypeOf(value);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                entry.Objects++;
                foreach (var (name, member) in JsonValues.Members(value))
                {
                    entry.Members.Add(name);
                    Learn(path.Member(name), member, isFirst);
                }

                break;
            case JsonValueKind.Array:
                var length = value.GetArrayLength();
                entry.FewestElements = Math.Min(entry.FewestElements ?? length, length);
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Learn(path.Element(index++), element, isFirst);
                }

                break;
            case JsonValueKind.String:
                entry.AddText(value.GetString()!, isFirst); // The kind was tested.
                break;
        }
    }
}
