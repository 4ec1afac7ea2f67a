using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>A step that was read, before what it says about others is checked.</summary>
internal sealed record ReadStep(PlanStep Step, YamlValue Value, string Path, IReadOnlyList<PlacedReference> References)
{
    /// <summary>The entries of "after" with their places.</summary>
    public IEnumerable<YamlValue> After => (Value.Find("after")?.Items ?? []).Where(item => item.Kind == YamlValueKind.Scalar);
}
