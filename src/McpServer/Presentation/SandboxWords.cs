using System.Globalization;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases;

namespace AgentSandbox.McpServer.Presentation;

/// <summary>Says in words how a sandbox and its forks are; answers, lists and progress share it.</summary>
internal static class SandboxWords
{
    private const int HashLength = 12;

    public static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How the newest wanted revision is; a revision that nobody has begun with waits.</summary>
    public static ForkPhase PhaseOf(ForkSpec spec, ForkStatus? status) => status?.Revision == spec.Revision ? status.Phase : ForkPhase.Queued;

    /// <summary>What answers now, unless it is down.</summary>
    public static int? ServingRevision(ForkStatus? status) => status?.Serving is { Down: null } serving ? serving.Revision : null;

    /// <summary>Why the newest wanted revision does not serve, or why the one that should serve no longer does.</summary>
    public static SandboxFailure? FailureOf(ForkSpec spec, ForkStatus? status) =>
        (status?.Revision == spec.Revision ? status.Failure : null) ?? status?.Serving?.Down;

    public static string Sentence(SandboxRecord record) => record.Phase switch
    {
        SandboxPhase.Empty => "is empty: without forks, the baseline answers requests with its key",
        SandboxPhase.Progressing => "is on its way",
        SandboxPhase.Ready => "is ready",
        SandboxPhase.Degraded => "is degraded",
        _ => $"is being removed: {record.Spec.Deletion?.Reason}",
    };

    public static string Fork(ForkSpec spec, ForkStatus? status)
    {
        var phase = PhaseOf(spec, status);
        var serving = ServingRevision(status);
        var activity = status?.Revision == spec.Revision && status.Activity is { Length: > 0 } text ? $" ({text})" : "";
        var answers = (phase, serving) switch
        {
            (ForkPhase.Ready, { } number) when number == spec.Revision => "",
            (_, { } number) => $"; revision {number} serves",
            _ => "; nothing serves",
        };
        return $"{spec.Service} revision {spec.Revision} {Name(phase)}{activity}{answers}";
    }

    public static string Source(ForkSource source) => source.Kind switch
    {
        SourceKind.Ref => $"ref {source.Ref}",
        SourceKind.Image => $"image {source.Ref ?? source.Hash}",
        _ => $"snapshot {source.Hash[..Math.Min(HashLength, source.Hash.Length)]} of {source.Tree}",
    };

    /// <summary>A human sentence for a progress notification.</summary>
    public static string Progress(SandboxRecord record)
    {
        var forks = record.Spec.Forks.Values
            .OrderBy(fork => fork.Service, StringComparer.Ordinal)
            .Select(fork => Fork(fork, record.Forks.GetValueOrDefault(fork.Service)))
            .ToList();
        return forks.Count == 0
            ? $"Sandbox {record.Spec.Id} {Sentence(record)}."
            : $"Sandbox {record.Spec.Id} {Sentence(record)}: {string.Join(", ", forks)}.";
    }

    public static string NextStep(SandboxView view)
    {
        var record = view.Record;
        var failure = record.Spec.Forks.Values
            .Select(fork => FailureOf(fork, record.Forks.GetValueOrDefault(fork.Service)))
            .FirstOrDefault(found => found is not null);
        return record.Phase switch
        {
            SandboxPhase.Deleting => $"Wait until it is gone: call {ToolNames.GetSandbox} with wait_seconds: 25.",
            SandboxPhase.Progressing => $"Call {ToolNames.GetSandbox} with sandbox: {record.Spec.Id} and wait_seconds: 25.",
            _ when failure is not null => failure.Hint,
            SandboxPhase.Empty => $"Edit the code, then call {ToolNames.DeployFork} with sandbox: {record.Spec.Id}.",
            _ when Rebasing(record) is { Count: > 0 } services =>
                $"Call {ToolNames.DeployFork} with sandbox: {record.Spec.Id}, services: [{string.Join(", ", services)}] and rebase: true, because the baseline changed.",
            _ when view.StaleServices.Count > 0 => $"Call {ToolNames.DeployFork} again, because files changed after the deploy.",
            _ => $"Call {ToolNames.SendRoutedRequest} with sandbox: {record.Spec.Id}, and trust only the verdict routed.",
        };
    }

    private static IReadOnlyList<string> Rebasing(SandboxRecord record) =>
        [.. record.Forks.Values.Where(fork => fork.ChangedBaseline is not null && record.Spec.Forks.ContainsKey(fork.Service)).Select(fork => fork.Service).Order(StringComparer.Ordinal)];
}
