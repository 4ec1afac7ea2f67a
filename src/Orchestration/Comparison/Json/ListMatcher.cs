using System.Text.Json;

namespace AgentSandbox.Orchestration.Comparison.Json;

/// <summary>Finds out which elements of two lists belong together: by an identity, texts by themselves, others by their place.</summary>
internal static class ListMatcher
{
    private static readonly string[] s_identities = ["id", "_id", "uuid", "guid", "key", "sku", "code", "slug", "name"];

    public static ListMatch Match(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right, bool ignoreOrder)
    {
        if (All(left, right, JsonValueKind.String))
        {
            return ByText([.. left.Select(item => item.GetString()!)], [.. right.Select(item => item.GetString()!)]); // The kind was tested.
        }

        if (All(left, right, JsonValueKind.Object) && Identities(left, right) is var (before, after))
        {
            return ByText(before, after);
        }

        return ignoreOrder ? ByText([.. left.Select(Canonical)], [.. right.Select(Canonical)], pairTheRest: true) : ByPlace(left, right);
    }

    private static bool All(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right, JsonValueKind kind) =>
        left.All(item => item.ValueKind == kind) && right.All(item => item.ValueKind == kind);

    /// <summary>The values of the first member that identifies the elements in both lists and that they share at least once.</summary>
    private static (List<string> Left, List<string> Right)? Identities(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return null;
        }

        var names = JsonValues.Members(left[0]).Keys.ToList();
        var candidates = s_identities.Select(identity => names.FirstOrDefault(name => name.Equals(identity, StringComparison.OrdinalIgnoreCase))).OfType<string>()
            .Concat(names.Where(name => name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("_id", StringComparison.Ordinal)));
        foreach (var candidate in candidates)
        {
            if (Values(left, candidate) is { } before && Values(right, candidate) is { } after && before.Intersect(after, StringComparer.Ordinal).Any())
            {
                return (before, after);
            }
        }

        return null;
    }

    private static List<string>? Values(IReadOnlyList<JsonElement> list, string name)
    {
        var values = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list)
        {
            if (!item.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number) || !seen.Add(value.ToString()))
            {
                return null;
            }

            values.Add(value.ToString());
        }

        return values;
    }

    private static ListMatch ByText(IReadOnlyList<string> left, IReadOnlyList<string> right, bool pairTheRest = false)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < left.Count; i++)
        {
            if (!places.TryGetValue(left[i], out var queue))
            {
                places.Add(left[i], queue = new Queue<int>());
            }

            queue.Enqueue(i);
        }

        var pairs = new List<(int Left, int Right)>();
        var onlyRight = new List<int>();
        for (var i = 0; i < right.Count; i++)
        {
            if (places.TryGetValue(right[i], out var queue) && queue.TryDequeue(out var place))
            {
                pairs.Add((place, i));
            }
            else
            {
                onlyRight.Add(i);
            }
        }

        var onlyLeft = places.Values.SelectMany(queue => queue).Order().ToList();
        if (pairTheRest)
        {
            var rest = Math.Min(onlyLeft.Count, onlyRight.Count);
            pairs.AddRange(onlyLeft.Zip(onlyRight));
            (onlyLeft, onlyRight) = ([.. onlyLeft.Skip(rest)], [.. onlyRight.Skip(rest)]);
        }

        return new ListMatch(pairs, onlyLeft, onlyRight);
    }

    /// <summary>Equal beginnings and ends belong together, so that one element put in front does not make all others differ.</summary>
    private static ListMatch ByPlace(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right)
    {
        var shorter = Math.Min(left.Count, right.Count);
        var head = 0;
        while (head < shorter && JsonElement.DeepEquals(left[head], right[head]))
        {
            head++;
        }

        var tail = 0;
        while (tail < shorter - head && JsonElement.DeepEquals(left[^(tail + 1)], right[^(tail + 1)]))
        {
            tail++;
        }

        var pairs = Enumerable.Range(0, shorter - tail).Select(i => (i, i))
            .Concat(Enumerable.Range(1, tail).Reverse().Select(i => (left.Count - i, right.Count - i)));
        return new ListMatch(
            [.. pairs],
            [.. Enumerable.Range(shorter - tail, left.Count - shorter)],
            [.. Enumerable.Range(shorter - tail, right.Count - shorter)]);
    }

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', JsonValues.Members(value).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => JsonSerializer.Serialize(member.Key) + ":" + Canonical(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };
}
