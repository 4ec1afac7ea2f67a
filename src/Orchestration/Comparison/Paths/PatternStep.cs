namespace AgentSandbox.Orchestration.Comparison.Paths;

/// <summary>One step of a pattern.</summary>
internal sealed record PatternStep(PatternStepKind Kind, string? Name = null, int Index = 0)
{
    public bool Matches(DocumentPath step, bool ignoreCase) => Kind switch
    {
        PatternStepKind.Any => true,
        PatternStepKind.Member => string.Equals(step.Name, Name, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal),
        PatternStepKind.Element => step.Index == Index,
        _ => false,
    };
}
