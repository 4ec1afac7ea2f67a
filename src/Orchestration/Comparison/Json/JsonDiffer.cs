using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Paths;

namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>Finds everything in which two documents differ, and where new parts do not fit what is known of their place.</summary>
/// <param name="known">What readers could rely on; new elements are held against it.</param>
/// <param name="ignoreOrder">True when lists are sets.</param>
/// <param name="report">Takes what is found.</param>
internal sealed class JsonDiffer(Shape known, bool ignoreOrder, Action<Finding> report)
{
    public void Compare(JsonElement left, JsonElement right) => Compare(DocumentPath.Root(DocumentPath.Body), left, right);

    private void Compare(DocumentPath path, JsonElement left, JsonElement right)
    {
        var (before, after) = (JsonValues.TypeOf(left), JsonValues.TypeOf(right));
        switch (before, after)
        {
            case (JsonTypes.Object, JsonTypes.Object):
                CompareMembers(path, left, right);
                break;
            case (JsonTypes.Array, JsonTypes.Array):
                CompareElements(path, [.. left.EnumerateArray()], [.. right.EnumerateArray()]);
                break;
            case var _ when before == after || (before == JsonTypes.Number && after == JsonTypes.Integer):
                CompareValues(path, left, right);
                break;
            case (JsonTypes.Integer, JsonTypes.Number) when JsonElement.DeepEquals(left, right):
                // 1 and 1.0 are one number.
                break;
            default:
                report(new Finding(FindingKind.TypeChanged, path, left, right));
                CheckInside(path, right);
                break;
        }
    }

    private void CompareValues(DocumentPath path, JsonElement left, JsonElement right)
    {
        if (!JsonElement.DeepEquals(left, right))
        {
            var loses = right.ValueKind == JsonValueKind.String && known.Find(path)?.LosesFormat(right.GetString()!) == true; // The kind was tested.
            report(new Finding(loses ? FindingKind.FormatLost : FindingKind.ValueChanged, path, left, right));
        }
    }

    private void CompareMembers(DocumentPath path, JsonElement left, JsonElement right)
    {
        var (before, after) = (JsonValues.Members(left), JsonValues.Members(right));
        foreach (var (name, value) in before)
        {
            if (after.TryGetValue(name, out var other))
            {
                Compare(path.Member(name), value, other);
            }
            else
            {
                report(new Finding(FindingKind.MemberRemoved, path.Member(name), value, null));
            }
        }

        foreach (var (name, value) in after.Where(member => !before.ContainsKey(member.Key)))
        {
            report(new Finding(FindingKind.MemberAdded, path.Member(name), null, value));
            Check(path.Member(name), value);
        }
    }

    private void CompareElements(DocumentPath path, IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right)
    {
        if (left.Count > 0 && right.Count == 0)
        {
            report(new Finding(FindingKind.ListEmptied, path, JsonSerializer.SerializeToElement(left), JsonSerializer.SerializeToElement(right)));
            return;
        }

        var match = ListMatcher.Match(left, right, ignoreOrder);
        foreach (var (before, after) in match.Pairs)
        {
            Compare(path.Element(after), left[before], right[after]);
        }

        foreach (var place in match.OnlyLeft)
        {
            report(new Finding(FindingKind.ElementRemoved, path.Element(place), left[place], null));
        }

        foreach (var place in match.OnlyRight)
        {
            report(new Finding(FindingKind.ElementAdded, path.Element(place), null, right[place]));
            Check(path.Element(place), right[place]);
        }

        if (match.IsReordered && !ignoreOrder)
        {
            report(new Finding(FindingKind.OrderChanged, path, JsonSerializer.SerializeToElement(left), JsonSerializer.SerializeToElement(right)));
        }
    }

    /// <summary>Holds a part that has no counterpart against what is known of its place.</summary>
    private void Check(DocumentPath path, JsonElement value)
    {
        if (known.Find(path) is not { } entry)
        {
            return;
        }

        if (!entry.Accepts(JsonValues.TypeOf(value)))
        {
            report(new Finding(FindingKind.TypeChanged, path, null, value));
        }
        else if (value.ValueKind == JsonValueKind.String && entry.LosesFormat(value.GetString()!)) // The kind was tested.
        {
            report(new Finding(FindingKind.FormatLost, path, null, value));
        }

        CheckInside(path, value);
    }

    private void CheckInside(DocumentPath path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                Check(path.Element(index++), element);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && known.Find(path) is { Objects: > 0 } entry)
        {
            CheckMembers(path, JsonValues.Members(value), entry);
        }
    }

    private void CheckMembers(DocumentPath path, Dictionary<string, JsonElement> members, ShapeEntry entry)
    {
        foreach (var name in entry.Members.Where(name => !members.ContainsKey(name) && known.IsAlwaysThere(path.Member(name))))
        {
            report(new Finding(FindingKind.MemberRemoved, path.Member(name), null, null));
        }

        foreach (var (name, member) in members)
        {
            if (known.Find(path.Member(name)) is null)
            {
                report(new Finding(FindingKind.MemberAdded, path.Member(name), null, member));
            }
            else
            {
                Check(path.Member(name), member);
            }
        }
    }
}
