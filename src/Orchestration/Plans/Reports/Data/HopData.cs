using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>A hop as reports draw it.</summary>
internal sealed record HopData(string Service, string AnsweredBy, string? Sandbox, int? Revision, int? Status, double? Milliseconds, bool HasKey)
{
    public static IReadOnlyList<HopData> Read(JsonElement? data) =>
    [
        .. EvidenceData.Objects(data)
            .Where(hop => EvidenceData.Text(hop, "service") is not null)
            .Select(hop => new HopData(
                EvidenceData.Text(hop, "service")!, // tested above
                EvidenceData.Text(hop, "answeredBy") ?? "unknown",
                EvidenceData.Text(hop, "sandbox"),
                Whole(EvidenceData.Number(hop, "revision")),
                Whole(EvidenceData.Number(hop, "status")),
                EvidenceData.Number(hop, "milliseconds"),
                EvidenceData.Truth(hop, "hasKey") ?? false)),
    ];

    private static int? Whole(double? number) => number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
}
