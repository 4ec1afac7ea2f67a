using System.Text.Json;

namespace AgentSandbox.Orchestration.Plans.Reports.Data;

/// <summary>What a test runner reported.</summary>
internal sealed record TestResultData(double Tests, double Failures, double Errors, double Skipped, IReadOnlyList<(string Name, string Message)> Failed)
{
    public double Passed => Math.Max(0, Tests - Failures - Errors - Skipped);

    /// <summary>Null when there is no count.</summary>
    public static TestResultData? Read(JsonElement? data) => EvidenceData.Number(data, "tests") is not { } tests
        ? null
        : new TestResultData(
            tests,
            EvidenceData.Number(data, "failures") ?? 0,
            EvidenceData.Number(data, "errors") ?? 0,
            EvidenceData.Number(data, "skipped") ?? 0,
            [
                .. EvidenceData.Objects(EvidenceData.Member(data, "failed"))
                    .Select(failed => (EvidenceData.Text(failed, "name") ?? "", EvidenceData.Text(failed, "message") ?? "")),
            ]);
}
