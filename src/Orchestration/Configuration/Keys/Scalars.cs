using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>The kinds of single values that keys share.</summary>
internal static class Scalars
{
    public static ScalarShape Boolean { get; } = new()
    {
        Expected = "true or false",
        Fix = "write true or false without quotes",
        Types = YamlScalarType.Boolean,
    };

    public static ScalarShape Duration { get; } = new()
    {
        Expected = "a duration above zero and up to a year",
        Fix = "write a number with its unit, such as 500ms, 90s, 60m, 24h or 7d",
        Pattern = Durations.Pattern,
        Rule = text => Durations.TryParse(text, out _) ? null : "is zero or longer than a year",
    };

    public static ScalarShape ByteSize { get; } = new()
    {
        Expected = "a size from 4 KiB to 1 GiB",
        Fix = "write a number of bytes, or a number with its unit, such as 512KiB or 10MB",
        Types = YamlScalarType.Integer | YamlScalarType.String,
        Pattern = ByteSizes.Pattern,
        Minimum = ByteSizes.Smallest,
        Maximum = ByteSizes.Largest,
        Rule = text => ByteSizes.TryParse(text, out _) ? null : "is not between 4 KiB and 1 GiB",
    };

    public static ScalarShape ServiceName { get; } = new()
    {
        Expected = "a name of lower-case letters, digits and hyphens, with a letter or digit first and last, at most 63 long",
        Fix = "rename it, for instance to \"orders-api\"",
        Pattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
        Code = ConfigurationProblemCodes.InvalidName,
    };

    public static ScalarShape VariableName { get; } = new()
    {
        Expected = "the name of an environment variable",
        Fix = "use letters, digits, \"_\", \".\" and \"-\", and begin with a letter or \"_\"",
        Pattern = "^[A-Za-z_][A-Za-z0-9_.-]{0,254}$",
        Code = ConfigurationProblemCodes.InvalidName,
    };

    public static ScalarShape Path { get; } = new()
    {
        Expected = "a path below the repository's root",
        Fix = "write it relative to the root, with \"/\" and without \"..\", such as services/orders",
        Pattern = @"^([^/\\~:.\u0000-\u001f][^/\\:\u0000-\u001f]*|\.|\.[^/\\:.\u0000-\u001f][^/\\:\u0000-\u001f]*|\.\.[^/\\:\u0000-\u001f]+)"
            + @"(/([^/\\:.\u0000-\u001f][^/\\:\u0000-\u001f]*|\.|\.[^/\\:.\u0000-\u001f][^/\\:\u0000-\u001f]*|\.\.[^/\\:\u0000-\u001f]+)?)*$",
        Code = ConfigurationProblemCodes.InvalidPath,

        // Git's own folder may hold credentials, and a snapshot must never carry it into a revision.
        Rule = text => text.Split('/').Contains(".git", StringComparer.OrdinalIgnoreCase) ? "leads into git's own folder" : null,
    };

    public static ScalarShape Variable { get; } = new()
    {
        Expected = "a text, number, true or false",
        Fix = "write the value, or \"\" for an empty one",
        Types = YamlScalarType.String | YamlScalarType.Boolean | YamlScalarType.Integer | YamlScalarType.Float,
        IsPrivate = true,
    };

    public static ScalarShape Integer(long minimum, long maximum) => new()
    {
        Expected = $"a whole number from {minimum} to {maximum}",
        Fix = "write a number in that range, without quotes",
        Types = YamlScalarType.Integer,
        Minimum = minimum,
        Maximum = maximum,
    };

    public static ScalarShape OneOf(params string[] values) => new()
    {
        Expected = values.Length == 1 ? values[0] : $"one of {string.Join(", ", values)}",
        Fix = $"write {string.Join(" or ", values)}",
        Values = values,
    };
}
