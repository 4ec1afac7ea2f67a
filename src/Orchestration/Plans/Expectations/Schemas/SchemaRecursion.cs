using NJsonSchema;

namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>Finds schemas whose application to one value never ends, or takes far too long.</summary>
/// <remarks>Recursion through properties and items ends with the document; recursion by reference and combination does not.</remarks>
internal static class SchemaRecursion
{
    private const int MaxWork = 10_000;

    public static string? Problem(JsonSchema root)
    {
        var work = new Dictionary<JsonSchema, long>();
        var open = new HashSet<JsonSchema>();
        var seen = new HashSet<JsonSchema>();
        var pending = new Queue<JsonSchema>([root]);
        while (pending.TryDequeue(out var schema))
        {
            if (!seen.Add(schema))
            {
                continue;
            }

            if (Work(schema, work, open) is not { } cost)
            {
                return "Following its references leads back to where they began, without a step into the value.";
            }

            if (cost > MaxWork)
            {
                return $"Its combinations amount to more than {MaxWork} schemas for one value.";
            }

            foreach (var child in Children(schema))
            {
                pending.Enqueue(child);
            }
        }

        return null;
    }

    // The number of schemas that one value is held against; null for no end.
    private static long? Work(JsonSchema schema, Dictionary<JsonSchema, long> work, HashSet<JsonSchema> open)
    {
        if (work.TryGetValue(schema, out var known))
        {
            return known;
        }

        if (!open.Add(schema))
        {
            return null;
        }

        var sum = 1L;
        foreach (var part in InPlace(schema))
        {
            if (Work(part, work, open) is not { } cost)
            {
                return null;
            }

            sum = Math.Min(sum + cost, int.MaxValue);
        }

        open.Remove(schema);
        return work[schema] = sum;
    }

    private static IEnumerable<JsonSchema> InPlace(JsonSchema schema) =>
        new[] { schema.HasReference ? schema.Reference : null, schema.Not }.OfType<JsonSchema>().Concat(schema.AllOf).Concat(schema.AnyOf).Concat(schema.OneOf);

    private static IEnumerable<JsonSchema> Children(JsonSchema schema) =>
        InPlace(schema)
            .Concat(schema.Properties.Values).Concat(schema.PatternProperties.Values).Concat(schema.Definitions.Values).Concat(schema.Items)
            .Concat(new[] { schema.Item, schema.AdditionalItemsSchema, schema.AdditionalPropertiesSchema }.OfType<JsonSchema>());
}
