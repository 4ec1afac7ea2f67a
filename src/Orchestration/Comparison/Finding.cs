using System.Text.Json;
using AgentSandbox.Orchestration.Comparison.Paths;

namespace AgentSandbox.Orchestration.Comparison;

/// <summary>One thing that is different between two documents, before it is judged.</summary>
/// <param name="Kind">What is different.</param>
/// <param name="Path">Where; indexes are those of the right document, except for what only the left one has.</param>
/// <param name="Left">What the left one has; null for nothing.</param>
/// <param name="Right">What the right one has; null for nothing.</param>
internal sealed record Finding(FindingKind Kind, DocumentPath Path, JsonElement? Left, JsonElement? Right);
