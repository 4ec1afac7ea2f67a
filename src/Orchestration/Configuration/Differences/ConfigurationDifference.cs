namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>What a branch's configuration changes against trunk's.</summary>
/// <remarks>Of variables only the names are shown, since their values may be secrets.</remarks>
public sealed record ConfigurationDifference
{
    /// <summary>Settings outside of services.</summary>
    public required IReadOnlyList<FieldDifference> Settings { get; init; }

    /// <summary>Services that differ, by name.</summary>
    public required IReadOnlyList<ServiceDifference> Services { get; init; }

    /// <summary>Whether both say the same.</summary>
    public bool IsEmpty => Settings.Count == 0 && Services.Count == 0;

    /// <summary>Compares two configurations.</summary>
    public static ConfigurationDifference Between(SandboxConfiguration trunk, SandboxConfiguration branch)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentNullException.ThrowIfNull(branch);
        return new ConfigurationDifference
        {
            Settings = FieldTable.Compare(FieldTable.Of(trunk), FieldTable.Of(branch)),
            Services = [.. trunk.Services.Keys
                .Union(branch.Services.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => Compare(name, trunk, branch))
                .OfType<ServiceDifference>()],
        };
    }

    /// <summary>One line per difference, for people and agents; empty when there is none.</summary>
    public override string ToString() => string.Join('\n', Settings.Select(field => Line("", field)).Concat(Services.SelectMany(Lines)));

    private static ServiceDifference? Compare(string name, SandboxConfiguration trunk, SandboxConfiguration branch)
    {
        if (!trunk.Services.TryGetValue(name, out var before))
        {
            return new ServiceDifference { Name = name, Kind = DifferenceKind.Added };
        }

        if (!branch.Services.TryGetValue(name, out var after))
        {
            return new ServiceDifference { Name = name, Kind = DifferenceKind.Removed };
        }

        var fields = FieldTable.Compare(FieldTable.Of(before), FieldTable.Of(after));
        return fields.Count == 0 ? null : new ServiceDifference { Name = name, Kind = DifferenceKind.Changed, Fields = fields };
    }

    private static IEnumerable<string> Lines(ServiceDifference service) => service.Kind switch
    {
        DifferenceKind.Added => [$"services.{service.Name}: only on the branch"],
        DifferenceKind.Removed => [$"services.{service.Name}: only on trunk"],
        _ => service.Fields.Select(field => Line($"services.{service.Name}.", field)),
    };

    private static string Line(string prefix, FieldDifference field) => field is { Trunk: null, Branch: null }
        ? $"{prefix}{field.Field}: changed"
        : $"{prefix}{field.Field}: {field.Trunk ?? "(none)"} → {field.Branch ?? "(none)"}";
}
