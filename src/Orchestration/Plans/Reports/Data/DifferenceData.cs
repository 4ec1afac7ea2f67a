using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>A difference as reports show it; a side is null where there is nothing.</summary>
internal sealed record DifferenceData(string Path, string Class, string? Baseline, string? Sandbox, string? Reason)
{
    private static readonly string[] s_order = ["breaking", "changed", "additive", "allowed", "noise", "ignored"];

    /// <summary>The gravest first.</summary>
    public static IReadOnlyList<DifferenceData> Read(JsonElement? data) =>
    [
        .. EvidenceData.Objects(data)
            .Where(difference => EvidenceData.Text(difference, "path") is not null)
            .Select(difference => new DifferenceData(
                EvidenceData.Text(difference, "path")!, // tested above
                EvidenceData.Text(difference, "class") ?? "changed",
                EvidenceData.Text(difference, "baseline"),
                EvidenceData.Text(difference, "sandbox"),
                EvidenceData.Text(difference, "reason")))
            .OrderBy(difference => Array.IndexOf(s_order, difference.Class) is >= 0 and var place ? place : s_order.Length),
    ];

    /// <summary>True for a class that there is; others get no colour.</summary>
    public bool IsKnownClass => s_order.Contains(Class);
}
