using System.Text.Json;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>Says in lines how the sandbox's response differs from the baseline's.</summary>
internal static class ResponseDifference
{
    private const int MaxLines = 20;
    private const int MaxValueLength = 120;
    private const int MaxDepth = 64;

    public static IReadOnlyList<string> Between(ObservedResponse baseline, ObservedResponse sandbox)
    {
        var lines = new List<string>();
        if (baseline.Status != sandbox.Status)
        {
            lines.Add($"status: {baseline.Status} → {sandbox.Status}");
        }

        var (before, after) = (ContentType(baseline), ContentType(sandbox));
        if (before != after)
        {
            lines.Add($"content-type: {before} → {after}");
        }

        lines.AddRange(Bodies(baseline, sandbox));
        return lines.Count <= MaxLines ? lines : [.. lines.Take(MaxLines), $"… and {lines.Count - MaxLines} more"];
    }

    private static string ContentType(ObservedResponse response) => response.Headers.GetValueOrDefault("content-type", "none");

    private static IEnumerable<string> Bodies(ObservedResponse baseline, ObservedResponse sandbox)
    {
        if (baseline.Body.Length == 0 && sandbox.Body.Length == 0)
        {
            return Bytes(baseline.BodyBytes, sandbox.BodyBytes);
        }

        if (baseline.Body == sandbox.Body)
        {
            return [];
        }

        if (baseline.IsTruncated || sandbox.IsTruncated)
        {
            return ["body: differs (only the beginning was read; pass a larger max_body_bytes to see where)"];
        }

        return TryJson(baseline.Body, sandbox.Body) ?? [Text(baseline.Body, sandbox.Body)];
    }

    /// <summary>Both are empty, or not text; equal sizes of what cannot be shown prove nothing.</summary>
    private static IEnumerable<string> Bytes(long baseline, long sandbox) => (baseline, sandbox) switch
    {
        (0, 0) => [],
        _ when baseline == sandbox => [$"body: {baseline} bytes each, not compared since no text was read"],
        _ => [$"body: {baseline} → {sandbox} bytes; no text was read"],
    };

    private static List<string>? TryJson(string baseline, string sandbox)
    {
        try
        {
            using var left = JsonDocument.Parse(baseline);
            using var right = JsonDocument.Parse(sandbox);
            return [.. Json("$", left.RootElement, right.RootElement, 0)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or JSON with half a surrogate pair in a text, which parses and cannot be read.
            return null;
        }
    }

    private static IEnumerable<string> Json(string path, JsonElement left, JsonElement right, int depth) => (left.ValueKind, right.ValueKind) switch
    {
        _ when depth > MaxDepth => [],
        (JsonValueKind.Object, JsonValueKind.Object) => Objects(path, left, right, depth),
        (JsonValueKind.Array, JsonValueKind.Array) => Arrays(path, left, right, depth),
        _ when JsonElement.DeepEquals(left, right) => [],
        _ => [$"{path}: {Show(left)} → {Show(right)}"],
    };

    private static IEnumerable<string> Objects(string path, JsonElement left, JsonElement right, int depth)
    {
        foreach (var property in left.EnumerateObject())
        {
            var child = $"{path}.{property.Name}";
            if (!right.TryGetProperty(property.Name, out var other))
            {
                yield return $"{child}: {Show(property.Value)} → (absent)";
                continue;
            }

            foreach (var line in Json(child, property.Value, other, depth + 1))
            {
                yield return line;
            }
        }

        foreach (var property in right.EnumerateObject().Where(property => !left.TryGetProperty(property.Name, out _)))
        {
            yield return $"{path}.{property.Name}: (absent) → {Show(property.Value)}";
        }
    }

    private static IEnumerable<string> Arrays(string path, JsonElement left, JsonElement right, int depth)
    {
        var (before, after) = (left.GetArrayLength(), right.GetArrayLength());
        var length = before == after ? [] : new[] { $"{path}: {before} → {after} elements" };
        return length.Concat(Enumerable.Range(0, Math.Min(before, after)).SelectMany(i => Json($"{path}[{i}]", left[i], right[i], depth + 1)));
    }

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= MaxValueLength ? text : text[..MaxValueLength] + "…";
    }

    private static string Text(string left, string right)
    {
        var (before, after) = (left.Split('\n'), right.Split('\n'));
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"body, line {line + 1}: {Cut(before.ElementAtOrDefault(line))} → {Cut(after.ElementAtOrDefault(line))}";
    }

    private static string Cut(string? text) => text switch
    {
        null => "(absent)",
        { Length: <= MaxValueLength } => $"'{text.TrimEnd('\r')}'",
        _ => $"'{text[..MaxValueLength]}…'",
    };
}
