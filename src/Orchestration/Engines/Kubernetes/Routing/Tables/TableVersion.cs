using System.Globalization;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>The version of a table: who made it, and its number there. Opaque to routers.</summary>
/// <param name="Instance">One leadership of one operator.</param>
/// <param name="Generation">Rises with each table of that instance.</param>
internal readonly record struct TableVersion(string Instance, long Generation)
{
    /// <summary>Reads a version; null for anything else.</summary>
    public static TableVersion? Parse(string? text)
    {
        var dash = text?.LastIndexOf('-') ?? -1;
        return text is not null && dash > 0 && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? new TableVersion(text[..dash], generation)
            : null;
    }

    /// <summary>True when who has this version has all that the other one says.</summary>
    public bool Includes(TableVersion other) => Instance == other.Instance && Generation >= other.Generation;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Instance}-{Generation}");
}
