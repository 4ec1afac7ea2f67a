namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>A piece of evidence that a verdict rests on.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Text">What it says.</param>
public sealed record TellingEvidence(string Step, string Text);
