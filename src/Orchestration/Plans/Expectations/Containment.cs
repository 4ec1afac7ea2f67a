using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Whether one JSON value has everything that another has.</summary>
/// <remarks>
/// Objects: each property of the part is in the whole, and what it holds is contained in turn. Arrays: each element of
/// the part is contained in an element of the whole of its own, whatever the order; so <c>[1, 1]</c> is not in
/// <c>[1, 2]</c>. Everything else: equal, numbers by value.
/// </remarks>
internal static class Containment
{
    private const int MaxMissing = 20;

    // Assigning elements to each other costs their product; beyond it the first that fits is taken.
    private const int MaxPairs = 250_000;

    /// <summary>What the whole lacks: the path in the part, the part's value, and what the whole has there.</summary>
    public static IReadOnlyList<(string Path, JsonElement Part, JsonElement Whole)> Missing(JsonElement whole, JsonElement part)
    {
        var missing = new List<(string, JsonElement, JsonElement)>();
        Collect("$", whole, part, missing);
        return missing;
    }

    private static void Collect(string path, JsonElement whole, JsonElement part, List<(string Path, JsonElement Part, JsonElement Whole)> missing)
    {
        if (missing.Count >= MaxMissing)
        {
            return;
        }

        switch (whole.ValueKind, part.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                var properties = JsonValues.Properties(whole);
                foreach (var (name, value) in JsonValues.Properties(part))
                {
                    Collect($"{path}.{name}", properties.GetValueOrDefault(name), value, missing);
                }

                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                var unplaced = Unplaced([.. whole.EnumerateArray()], [.. part.EnumerateArray()]);
                missing.AddRange(unplaced.Take(MaxMissing - missing.Count).Select(i => ($"{path}[{i}]", part[i], default(JsonElement))));
                break;
            default:
                if (!JsonValues.AreEqual(whole, part))
                {
                    missing.Add((path, part, whole));
                }

                break;
        }
    }

    private static bool Contains(JsonElement whole, JsonElement part) => (whole.ValueKind, part.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => PropertiesAreIn(whole, part),
        (JsonValueKind.Array, JsonValueKind.Array) => Unplaced([.. whole.EnumerateArray()], [.. part.EnumerateArray()]).Count == 0,
        _ => JsonValues.AreEqual(whole, part),
    };

    private static bool PropertiesAreIn(JsonElement whole, JsonElement part)
    {
        var properties = JsonValues.Properties(whole);
        return JsonValues.Properties(part).All(property => properties.TryGetValue(property.Key, out var value) && Contains(value, property.Value));
    }

    /// <summary>The elements of the part for which no element of the whole is left.</summary>
    private static List<int> Unplaced(JsonElement[] whole, JsonElement[] part)
    {
        var placed = new int[whole.Length];
        Array.Fill(placed, -1);
        var mayMove = (long)whole.Length * part.Length <= MaxPairs;
        var known = new Dictionary<(int, int), bool>();
        return [.. Enumerable.Range(0, part.Length).Where(i => !Place(i, new HashSet<int>()))];

        // Elements that came first move aside when another place fits them as well (augmenting paths).
        bool Place(int i, HashSet<int> tried)
        {
            for (var at = 0; at < whole.Length; at++)
            {
                if ((placed[at] >= 0 && !mayMove) || tried.Contains(at) || !Fits(at, i))
                {
                    continue;
                }

                tried.Add(at);
                if (placed[at] < 0 || Place(placed[at], tried))
                {
                    placed[at] = i;
                    return true;
                }
            }

            return false;
        }

        bool Fits(int at, int i)
        {
            if (!mayMove)
            {
                return Contains(whole[at], part[i]);
            }

            if (!known.TryGetValue((at, i), out var fits))
            {
                known[(at, i)] = fits = Contains(whole[at], part[i]);
            }

            return fits;
        }
    }
}
