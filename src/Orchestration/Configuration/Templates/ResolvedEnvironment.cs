namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>Resolved variables of one process.</summary>
public sealed record ResolvedEnvironment
{
    /// <summary>The variables.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The secret values among them, for redaction.</summary>
    public required IReadOnlySet<string> Sensitive { get; init; }

    /// <summary>What could not be resolved; each names the variable and its service.</summary>
    public required IReadOnlyList<ConfigurationProblem> Problems { get; init; }

    /// <summary>Resolves all variables of a process and gathers every problem.</summary>
    public static ResolvedEnvironment From(IReadOnlyDictionary<string, Interpolation> variables, IInterpolationScope scope)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var sensitive = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<ConfigurationProblem>();
        foreach (var (name, interpolation) in variables)
        {
            var result = interpolation.Resolve(scope);
            values[name] = result.Value;
            sensitive.UnionWith(result.Sensitive);
            problems.AddRange(result.Problems);
            if (scope.IsSensitive(name) && result.Value.Length > 0)
            {
                sensitive.Add(result.Value);
            }
        }

        return new ResolvedEnvironment { Values = values, Sensitive = sensitive, Problems = problems };
    }
}
