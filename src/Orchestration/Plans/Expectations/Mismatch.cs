namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>Why a found value does not satisfy a claim.</summary>
/// <param name="Path">Where in the found value, from <c>$</c>; empty for all of it.</param>
/// <param name="Expected">What was claimed.</param>
/// <param name="Found">What is there, without secrets and bounded.</param>
internal sealed record Mismatch(string Path, string Expected, string Found);
