using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>A measurement as reports plot it.</summary>
internal sealed record LatencyData(LatencySide? Baseline, LatencySide? Sandbox, IReadOnlyList<LatencyThreshold> Thresholds)
{
    /// <summary>Null when there is nothing to plot.</summary>
    public static LatencyData? Read(JsonElement? data)
    {
        var read = new LatencyData(
            LatencySide.Read(EvidenceData.Member(data, "baseline")),
            LatencySide.Read(EvidenceData.Member(data, "sandbox")),
            [.. EvidenceData.Objects(EvidenceData.Member(data, "thresholds")).Select(LatencyThreshold.Read)]);
        return read.Baseline is null && read.Sandbox is null ? null : read;
    }
}
