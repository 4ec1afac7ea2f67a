using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>A claim of a measurement, and what came of it: pass, fail or inconclusive.</summary>
internal sealed record LatencyThreshold(string Subject, string Claim, double? Found, double? Low, double? High, string Outcome, string Reason)
{
    public static LatencyThreshold Read(JsonElement data) => new(
        EvidenceData.Text(data, "subject") ?? EvidenceData.Text(data, "metric") ?? "",
        EvidenceData.Text(data, "claim") ?? EvidenceData.Text(data, "bound") ?? "",
        EvidenceData.Number(data, "found"),
        EvidenceData.Number(data, "low"),
        EvidenceData.Number(data, "high"),
        EvidenceData.Text(data, "outcome") ?? "inconclusive",
        EvidenceData.Text(data, "reason") ?? "");
}
