using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>What a fork is cloned from: the pod template of a workload, and its claim templates.</summary>
internal sealed record BaselineTemplate
{
    /// <summary>Such as <c>Deployment/orders</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The pod template, as the workload has it.</summary>
    public required JsonObject Pod { get; init; }

    /// <summary>The claim templates of a StatefulSet.</summary>
    public IReadOnlyList<JsonObject> Claims { get; init; } = [];

    /// <summary>What the workload selects its own pods by; a fork's pods must not be among them.</summary>
    public JsonObject? Selector { get; init; }

    /// <summary>Changes whenever the templates change in more than the time of a restart.</summary>
    public string Fingerprint => ObjectHash.Of(new JsonObject
    {
        ["pod"] = WithoutRestart(Pod),
        ["claims"] = new JsonArray([.. Claims.Select(claim => claim.DeepClone())]),
    });

    /// <summary>Takes the templates out of a workload, or says why it cannot be forked.</summary>
    /// <param name="workload">The workload of the baseline.</param>
    /// <param name="referenced">What an Argo Rollout's <c>workloadRef</c> names; null when it names nothing, or what is not there.</param>
    public static Result<BaselineTemplate> Of(JsonObject workload, JsonObject? referenced) => workload.Kind() switch
    {
        "Deployment" or "StatefulSet" => Inline(workload, workload),
        "Rollout" when workload.At("spec", "template") is not null => Inline(workload, workload),
        "Rollout" when referenced is not null => Inline(workload, referenced),
        "Rollout" => CloneFailures.NotForkable(workload, $"its template is that of '{workload.TextAt("spec", "workloadRef", "kind")}/{workload.TextAt("spec", "workloadRef", "name")}', which does not exist", "Create the workload that spec.workloadRef names."),
        "Job" or "CronJob" => CloneFailures.NotForkable(workload, "a job runs to its end and serves no requests", "Fork the service that starts it, or run the job with an image of yours by hand."),
        "DaemonSet" => CloneFailures.NotForkable(workload, "a daemon set runs once on every node, and a second one would meet the first there", "Fork the service that calls it."),
        "Pod" => CloneFailures.NotForkable(workload, "it is a bare pod, which nothing replaces when it ends", "Put it into a Deployment."),
        var kind => CloneFailures.NotForkable(workload, $"only Deployments, StatefulSets and Argo Rollouts can be cloned, not a {(kind.Length == 0 ? "thing without a kind" : kind)}", "Fork a service whose pods belong to one of those."),
    };

    /// <summary>What <see cref="KnownNames.TemplateAnnotation"/> holds.</summary>
    public string ToAnnotation() => ObjectHash.Canonical(new JsonObject
    {
        ["source"] = Source,
        ["selector"] = Selector?.DeepClone(),
        ["pod"] = Pod.DeepClone(),
        ["claims"] = new JsonArray([.. Claims.Select(claim => claim.DeepClone())]),
    })!.ToJsonString(); // an object is never null

    /// <summary>Reads what <see cref="ToAnnotation"/> wrote; null when it is not that.</summary>
    public static BaselineTemplate? FromAnnotation(string? text)
    {
        try
        {
            return JsonNode.Parse(text ?? "null") is JsonObject recorded && recorded.ObjectAt("pod") is { } pod && recorded.TextAt("source") is { } source
                ? new BaselineTemplate { Source = source, Pod = pod, Selector = recorded.ObjectAt("selector"), Claims = [.. recorded.ObjectsAt("claims")] }
                : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // somebody edited it; the baseline as it is now stands in
        }
    }

    private static Result<BaselineTemplate> Inline(JsonObject workload, JsonObject holder)
    {
        var pod = holder.ObjectAt("spec", "template");
        return pod is null || !pod.ObjectsAt("spec", "containers").Any()
            ? CloneFailures.NotForkable(workload, "its pod template has no containers", "Look at it with kubectl; its own controller should have refused it.")
            : pod.FlagAt("spec", "hostNetwork")
                ? CloneFailures.NotForkable(workload, "its pods use the network of their node, where a second one finds the ports taken", "Run it without hostNetwork, or fork the service that calls it.")
                : new BaselineTemplate
                {
                    Source = workload.Describe(),
                    Pod = pod,
                    Selector = workload.ObjectAt("spec", "selector") ?? holder.ObjectAt("spec", "selector"),
                    Claims = [.. holder.ObjectsAt("spec", "volumeClaimTemplates").Select(CleanClaim)],
                };
    }

    /// <summary>Claim templates come back from the server with a status and a time, which are no part of the wish.</summary>
    private static JsonObject CleanClaim(JsonObject claim) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = claim.Name() },
        ["spec"] = claim.At("spec")?.DeepClone(),
    };

    private static JsonObject WithoutRestart(JsonObject pod)
    {
        var copy = pod.Copy();
        copy.ObjectAt("metadata")?.Remove("creationTimestamp");
        if (copy.ObjectAt("metadata", "annotations") is { } annotations)
        {
            annotations.Remove(KnownNames.RestartedAtAnnotation);
            if (annotations.Count == 0)
            {
                copy.ObjectAt("metadata")?.Remove("annotations");
            }
        }

        return copy;
    }
}
