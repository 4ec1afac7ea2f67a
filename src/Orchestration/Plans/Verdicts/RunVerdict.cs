using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Verdicts;

/// <summary>The verdict of a run with its reason.</summary>
/// <param name="Verdict">Pass, fail or inconclusive.</param>
/// <param name="Reason">One sentence that says why.</param>
/// <param name="Telling">The three most telling pieces of evidence at the most, each with the id of its step.</param>
public sealed record RunVerdict(Verdict Verdict, string Reason, IReadOnlyList<TellingEvidence> Telling);
