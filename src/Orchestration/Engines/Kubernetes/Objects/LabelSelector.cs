using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>What selects pods, whether written as a map (Services) or as a selector with expressions (workloads, policies).</summary>
internal sealed record LabelSelector
{
    private readonly IReadOnlyList<Requirement> _requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements, bool isEmptyMatch)
    {
        _requirements = requirements;
        SelectsAll = isEmptyMatch;
    }

    /// <summary>True when it has no requirement and so selects everything.</summary>
    public bool SelectsAll { get; }

    /// <summary>The keys that it looks at.</summary>
    public IEnumerable<string> Keys => _requirements.Select(requirement => requirement.Key);

    /// <summary>The selector of a Service; null when it has none and selects nothing.</summary>
    public static LabelSelector? OfMap(IReadOnlyDictionary<string, string> map) =>
        map.Count == 0 ? null : new LabelSelector([.. map.Select(pair => new Requirement(pair.Key, "In", [pair.Value]))], false);

    /// <summary>A <c>LabelSelector</c> of the API; null for an absent one, which selects nothing.</summary>
    public static LabelSelector? Of(JsonObject? selector)
    {
        if (selector is null)
        {
            return null;
        }

        var requirements = selector.TextsAt("matchLabels").Select(pair => new Requirement(pair.Key, "In", [pair.Value]))
            .Concat(selector.ObjectsAt("matchExpressions").Select(expression =>
                new Requirement(expression.TextAt("key") ?? "", expression.TextAt("operator") ?? "", expression.ListAt("values"))))
            .ToList();
        return new LabelSelector(requirements, requirements.Count == 0);
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.All(requirement => requirement.Holds(labels));

    private sealed record Requirement(string Key, string Operator, IReadOnlyList<string> Values)
    {
        /// <summary>As the API server does it: a label that is absent satisfies <c>NotIn</c>.</summary>
        public bool Holds(IReadOnlyDictionary<string, string> labels) => (Operator, labels.TryGetValue(Key, out var value)) switch
        {
            ("In", true) => Values.Contains(value),
            ("NotIn", true) => !Values.Contains(value),
            ("NotIn", false) => true,
            ("Exists", var exists) => exists,
            ("DoesNotExist", var exists) => !exists,
            _ => false,
        };
    }
}
