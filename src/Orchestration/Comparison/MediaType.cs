namespace AgentSandbox.Orchestration.Comparison;

/// <summary>The value of <c>content-type</c>, taken apart.</summary>
internal readonly record struct MediaType(string Name, string Parameters)
{
    public bool IsJson => Name is "application/json" or "text/json" || Name.EndsWith("+json", StringComparison.Ordinal);

    public static MediaType Of(string? value)
    {
        var parts = (value ?? string.Empty).Split(';', 2, StringSplitOptions.TrimEntries);
        return new MediaType(parts[0].ToLowerInvariant(), parts.Length > 1 ? parts[1].Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant() : string.Empty);
    }

    /// <summary>True when whoever reads this type by its syntax can read the other too: <c>application/json</c>, then <c>application/problem+json</c>.</summary>
    public bool IsNarrowedBy(MediaType other) => Name.Split('/') is [var type, var syntax]
        && other.Name.StartsWith(type + "/", StringComparison.Ordinal) && other.Name.EndsWith("+" + syntax, StringComparison.Ordinal);
}
