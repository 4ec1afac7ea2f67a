using System.Globalization;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Recording;

/// <summary>The sign that traffic is being recorded, for everybody whose traffic it may be.</summary>
internal static class RecordingNotes
{
    /// <summary>All that is recorded.</summary>
    public static IEnumerable<string> Of(Recordings? recordings) => recordings?.Active.Select(Text) ?? [];

    /// <summary>What is recorded of one sandbox.</summary>
    public static IEnumerable<string> Of(Recordings? recordings, SandboxId sandbox) =>
        recordings?.Active.Where(recording => recording.Spec.Sandbox == sandbox).Select(Text) ?? [];

    private static string Text(RecordingStatus recording) => string.Create(
        CultureInfo.InvariantCulture,
        $"RECORDING: traffic of {recording.Spec.Subject} to {string.Join(", ", recording.Spec.Services)} is being recorded for {recording.Spec.Owner} until {recording.EndsAt:HH:mm:ss}Z ({recording.Total} of {recording.Spec.MaxRequests} requests so far).");
}
