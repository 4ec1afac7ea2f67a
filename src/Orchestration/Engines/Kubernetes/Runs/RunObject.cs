using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Runs;

/// <summary>A run of a plan as a ConfigMap that goes with its sandbox. Pure.</summary>
internal static class RunObject
{
    private const string RecordEntry = "run.json";
    private const string VerdictEntry = "verdict";

    /// <summary>How long nothing may be heard of a runner before its run counts as lost: four heartbeats, and one that took its time.</summary>
    public static readonly TimeSpan HeartbeatLimit = TimeSpan.FromSeconds(45);

    public static string NameOf(SandboxId sandbox, string run) => $"{sandbox}-run-{run}";

    /// <summary>Finds the runs of one sandbox.</summary>
    public static ListOptions Of(SandboxId sandbox) => new()
    {
        LabelSelector = $"{KnownNames.ComponentLabel}={KnownNames.RunComponent},{KnownNames.SandboxLabel}={sandbox}",
    };

    /// <summary>The object of a run that begins.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sandbox">The object of its sandbox, which owns it.</param>
    /// <param name="now">The API server's clock.</param>
    public static JsonObject Write(RunRecord run, JsonObject sandbox, DateTimeOffset now) => new()
    {
        ["apiVersion"] = ResourceKinds.ConfigMaps.ApiVersion,
        ["kind"] = ResourceKinds.ConfigMaps.Kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = NameOf(new SandboxId(run.Sandbox), run.Id),
            ["namespace"] = sandbox.Namespace(),
            ["labels"] = new JsonObject
            {
                [KnownNames.ManagedByLabel] = KnownNames.ManagedBy,
                [KnownNames.ComponentLabel] = KnownNames.RunComponent,
                [KnownNames.SandboxLabel] = run.Sandbox,
            },
            ["annotations"] = Heartbeat(now),
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = KnownNames.ApiVersion,
                ["kind"] = KnownNames.SandboxKind,
                ["name"] = sandbox.Name(),
                ["uid"] = sandbox.Uid(),
            }),
        },
        ["data"] = Data(run),
    };

    /// <summary>What makes the object that of a later state of its run.</summary>
    /// <param name="run">The state; null where only the heartbeat is new.</param>
    /// <param name="now">The API server's clock.</param>
    public static ObjectPatch Patch(RunRecord? run, DateTimeOffset now)
    {
        var body = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = Heartbeat(now) } };
        if (run is not null)
        {
            body["data"] = Data(run);
        }

        return new ObjectPatch(PatchKind.Merge, body);
    }

    /// <summary>The run of an object; null for one that is of another sandbox, also of an earlier one of the same name, or that cannot be read.</summary>
    /// <param name="map">The object.</param>
    /// <param name="sandbox">The object of the sandbox.</param>
    /// <param name="now">The API server's clock.</param>
    public static KeptRun? Read(JsonObject map, JsonObject sandbox, DateTimeOffset now)
    {
        var isOwned = map.ObjectsAt("metadata", "ownerReferences").Any(owner => owner.TextAt("uid") == sandbox.Uid());
        return isOwned && Parse(map.TextAt("data", RecordEntry)) is { } run && map.Name() == NameOf(new SandboxId(sandbox.Name()), run.Id) && run.Sandbox == sandbox.Name()
            ? new KeptRun(run, run.EndedAt is null ? LostReason(map.TimeAt("metadata", "annotations", KnownNames.HeartbeatAnnotation), now) : null)
            : null;
    }

    /// <summary>The objects that are too many, oldest first by the API server's clock; one that somebody runs is never among them.</summary>
    /// <param name="maps">All of one sandbox.</param>
    /// <param name="sandbox">The object of the sandbox.</param>
    /// <param name="now">The API server's clock.</param>
    public static IReadOnlyList<JsonObject> Surplus(IEnumerable<JsonObject> maps, JsonObject sandbox, DateTimeOffset now) =>
    [
        .. maps
            .OrderByDescending(map => map.TimeAt("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue)
            .ThenByDescending(map => map.Name(), StringComparer.Ordinal)
            .Skip(FileRunStore.MaxRuns)
            .Where(map => Read(map, sandbox, now) is not { Record.EndedAt: null, LostReason: null })
            .Reverse(),
    ];

    /// <summary>Why a run without an end is lost; null while its runner is heard of.</summary>
    public static string? LostReason(DateTimeOffset? heartbeat, DateTimeOffset now) => heartbeat switch
    {
        null => "runner lost, since there is no heartbeat of it",
        { } last when now - last > HeartbeatLimit => $"runner lost, since its last heartbeat was {(now - last).TotalSeconds:0} s ago",
        _ => null,
    };

    private static JsonObject Heartbeat(DateTimeOffset now) => new() { [KnownNames.HeartbeatAnnotation] = ForkResource.Write(now) };

    private static JsonObject Data(RunRecord run) => new()
    {
        [RecordEntry] = RunShortening.Fit(run, RunShortening.MaxBytes),
        [VerdictEntry] = run.Verdict switch
        {
            null => "running",
            { Verdict: Verdict.Pass } => "pass",
            { Verdict: Verdict.Fail } => "fail",
            _ => "inconclusive",
        },
    };

    private static RunRecord? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, RunJson.Default.RunRecord);
        }
        catch (JsonException)
        {
            return null; // somebody edited it, or a later version wrote it
        }
    }
}
