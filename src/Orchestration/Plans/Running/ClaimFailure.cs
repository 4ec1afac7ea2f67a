namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>One claim that does not hold.</summary>
/// <param name="Path">What it is about, such as a JSONPath, a header or "status".</param>
/// <param name="Expected">What was claimed.</param>
/// <param name="Found">What was found; untrusted text, bounded.</param>
public sealed record ClaimFailure(string Path, string Expected, string Found)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: expected {Expected}, found {Found}";
}
