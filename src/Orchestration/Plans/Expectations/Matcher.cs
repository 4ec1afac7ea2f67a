using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Expectations;

/// <summary>One claim about a found value.</summary>
/// <param name="Kind">How it is looked at.</param>
/// <param name="Operand">What it is compared with, as JSON; texts in it may be templates and are filled before.</param>
public sealed record Matcher(MatcherKind Kind, JsonElement Operand);
