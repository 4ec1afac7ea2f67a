namespace AgentSandbox.Orchestration.Plans.Expectations.Schemas;

/// <summary>A schema that the library applies completely.</summary>
/// <param name="Json">The schema.</param>
/// <param name="Patterns">What its patterns were replaced by.</param>
/// <param name="Problems">Why it cannot be applied; empty when it can.</param>
internal sealed record PreparedSchema(string Json, IReadOnlyList<PatternValidator> Patterns, IReadOnlyList<string> Problems);
