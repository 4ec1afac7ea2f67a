using System.Text.Json.Nodes;
using AgentSandbox.McpServer.Presentation.Output;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Recording;

namespace AgentSandbox.McpServer.Presentation.Verification;

/// <summary>Shows a recording.</summary>
internal sealed class RecordingAnswers
{
    public Answer Of(RecordingStatus recording, IReadOnlyList<string> notes)
    {
        var spec = recording.Spec;
        var isOn = recording.EndedAt is null;
        var subject = spec.Sandbox is { } sandbox ? $"sandbox {sandbox}" : "the baseline";
        var next = NextStep(recording);
        var requests = recording.Requests.Select(pair => $"{pair.Key} {pair.Value}").ToList();
        return new Answer
        {
            Text = new AnswerText()
                .Line(isOn
                    ? $"RECORDING is on: traffic of {subject}, until {SandboxWords.Time(recording.EndsAt)} or {spec.MaxRequests} requests or {spec.MaxBytes} bytes."
                    : $"Recorded traffic of {subject}; it ended because {recording.EndReason}.")
                .Line($"{recording.Total} requests, {recording.Bytes} bytes of bodies")
                .Line("by service", string.Join(", ", requests))
                .Line("services", string.Join(", ", spec.Services))
                .Line("started by", spec.Owner)
                .Line("file (HAR 1.2, secrets redacted)", recording.File)
                .Line("left out", recording.LeftOut > 0 ? $"{recording.LeftOut} requests that were still under way" : null)
                .Lines("note: ", notes)
                .Line("Next", next)
                .ToString(),
            Structure = new JsonObject
            {
                ["recording"] = isOn,
                ["sandbox"] = spec.Sandbox?.Value,
                ["baseline"] = spec.Sandbox is null,
                ["services"] = OutputJson.Strings(spec.Services),
                ["requests"] = recording.Total,
                ["by_service"] = new JsonObject(recording.Requests.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                ["bytes"] = recording.Bytes,
                ["left_out"] = recording.LeftOut,
                ["started_at"] = SandboxWords.Time(recording.StartedAt),
                ["ends_at"] = SandboxWords.Time(recording.EndsAt),
                ["ended_at"] = recording.EndedAt is { } ended ? SandboxWords.Time(ended) : null,
                ["end_reason"] = recording.EndReason,
                ["owner"] = spec.Owner,
                ["file"] = recording.File,
                ["notes"] = OutputJson.Strings(notes),
                ["next_step"] = next,
            },
        };
    }

    private static string NextStep(RecordingStatus recording) => recording switch
    {
        { EndedAt: null } => $"Let the traffic happen, then call {ToolNames.RecordTraffic} with action: stop.",
        { Total: 0 } => "Nothing came by: check the services, and that the requests carry the key, then record again.",
        _ => "Copy the file into your tree; agent-sandbox record to-plan FILE prints a plan that replays it.",
    };
}
