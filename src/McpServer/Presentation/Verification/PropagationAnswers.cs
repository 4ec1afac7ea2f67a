using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Propagation;
using AgentSandbox.Orchestration.UseCases.Verification;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.McpServer.Presentation.Verification;

/// <summary>Shows how the key travels: the answer in one line, then each carrier, then what to change.</summary>
internal sealed class PropagationAnswers
{
    private const int LeastServices = 5;

    public Answer Of(CheckPropagationRequest request, PropagationReport report, IReadOnlyList<string> notes, Share share)
    {
        var key = report.Key;
        var shown = report.Arrived.Take(share.Of(report.Arrived.Count, LeastServices)).ToList();
        string[] allNotes = [.. report.Notes, .. notes, .. shown.Count < report.Arrived.Count ? [$"{report.Arrived.Count - shown.Count} more services are left out."] : Array.Empty<string>()];
        var next = NextStep(report);
        return new Answer
        {
            Text = new AnswerText()
                .Line($"{SandboxWords.Name(key.Verdict)}: {Sentence(key)}")
                .Line($"GET {request.Path} of {request.Service} in {(request.Sandbox is { } sandbox ? $"sandbox {sandbox}" : "the baseline")}, {report.Probes} probes and controls, status {string.Join(", ", report.Statuses)}; by the routers' own records:")
                .Lines("- ", report.Carriers.Select(pair => $"{Name(pair.Key)} {SandboxWords.Name(pair.Value.Verdict)}: {Sentence(pair.Value)}"))
                .Line("what arrived from the caller", string.Join("; ", shown.Select(pair => $"{pair.Key}: {Names(pair.Value)}")))
                .Lines("change: ", report.Advice)
                .Lines("note: ", allNotes)
                .Line("Next", next)
                .ToString(),
            Structure = new JsonObject
            {
                ["verdict"] = SandboxWords.Name(key.Verdict),
                ["key"] = Structure(key),
                ["carriers"] = new JsonObject(report.Carriers.Select(pair => KeyValuePair.Create(Name(pair.Key), (JsonNode?)Structure(pair.Value)))),
                ["arrived"] = new JsonObject(shown.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Names(pair.Value)))),
                ["probes"] = report.Probes,
                ["statuses"] = new JsonArray([.. report.Statuses.Select(status => (JsonNode?)status)]),
                ["advice"] = OutputJson.Strings(report.Advice),
                ["notes"] = OutputJson.Strings(allNotes),
                ["next_step"] = next,
            },
        };
    }

    private static string Sentence(CarrierFinding finding) => finding.LostIn is null ? finding.Reason : $"lost in {finding.LostIn} ({SandboxWords.Name(finding.Certainty!.Value)}). {finding.Reason}"; // a loss always has its certainty

    private static JsonObject Structure(CarrierFinding finding) => new()
    {
        ["verdict"] = SandboxWords.Name(finding.Verdict),
        ["lost_in"] = finding.LostIn,
        ["before"] = finding.LostBefore,
        ["certainty"] = finding.Certainty is { } certainty ? SandboxWords.Name(certainty) : null,
        ["reason"] = finding.Reason,
    };

    private static string Name(KeyCarrier carrier) => carrier switch
    {
        KeyCarrier.Header => "x-sandbox-key",
        KeyCarrier.Baggage => "baggage",
        _ => "traceparent",
    };

    private static string Names(HopCarriers carriers)
    {
        string?[] names =
        [
            carriers.HasFlag(HopCarriers.Baggage) ? "baggage" : null,
            carriers.HasFlag(HopCarriers.Header) ? "x-sandbox-key" : null,
            carriers.HasFlag(HopCarriers.Traceparent) ? "traceparent" : null,
        ];
        return names.Any(name => name is not null) ? string.Join(" ", names.Where(name => name is not null)) : "nothing";
    }

    private static string NextStep(PropagationReport report) => report.Key.Verdict switch
    {
        PropagationVerdict.Lost => $"Change {report.Key.LostIn} as said, {ToolNames.DeployFork} it, and check again.",
        PropagationVerdict.Untested => "Check again with a path that makes the service call others.",
        _ => $"Nothing to change: {ToolNames.SendRoutedRequest} meets the forks on this path.",
    };
}
