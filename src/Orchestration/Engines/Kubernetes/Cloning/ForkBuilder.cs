using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Turns a workload of the baseline and the wishes of a fork into the fork's own objects.</summary>
/// <remarks>
/// 1. The template is copied and cleaned. 2. Volumes of claim templates get what stands in for them. 3. The wishes are
/// written into the container that they are for. 4. The patch is applied. 5. Only now, because a patch can add labels,
/// those are dropped by which anything of the baseline selects the pods.
/// Nothing else of the workload is copied, so that no status, owner, node port or autoscaler's field can come along.
/// </remarks>
internal static class ForkBuilder
{
    public static Result<ForkObjects> Build(CloneRequest request)
    {
        var name = ForkNames.Of(request.Sandbox.Name(), request.Sandbox.Uid(), request.Fork.Service, request.Fork.Revision);
        var pod = request.Baseline.Pod.Copy();
        TemplateCleaner.Clean(pod);
        var claims = StandIns.Place(request, pod, name);
        TemplateChanges.SetIdentity(pod, request.Sandbox.Name());

        var container = ChangeContainer(request, pod);
        if (container is { IsSuccess: false })
        {
            return container.Failure;
        }

        var deployment = Envelope(request, name, pod);
        var patched = request.Fork.Workload?.Patch is { } patch ? StrategicPatch.Apply(deployment, patch) : deployment;
        if (!patched.IsSuccess)
        {
            return patched.Failure;
        }

        var dropped = DropLabels(request, patched.Value);
        return !dropped.IsSuccess ? dropped.Failure : new ForkObjects
        {
            Deployment = patched.Value,
            Claims = claims.Claims,
            Container = container?.Value,
            DroppedLabels = dropped.Value,
            Ports = Ports(request, patched.Value),
            Notes = claims.Notes,
        };
    }

    /// <summary>The labels by which a fork's objects are found, and its pods selected.</summary>
    public static IReadOnlyDictionary<string, string> OwnLabels(string sandbox, string service, int revision) => new Dictionary<string, string>
    {
        [KnownNames.ManagedByLabel] = KnownNames.ManagedBy,
        [KnownNames.SandboxLabel] = sandbox,
        [KnownNames.ServiceLabel] = service,
        [KnownNames.RevisionLabel] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The owner reference that ends an object with its sandbox.</summary>
    public static JsonObject OwnerReference(JsonObject sandbox) => new()
    {
        ["apiVersion"] = KnownNames.ApiVersion,
        ["kind"] = KnownNames.SandboxKind,
        ["name"] = sandbox.Name(),
        ["uid"] = sandbox.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static IReadOnlyDictionary<string, string> OwnLabels(CloneRequest request) => OwnLabels(request.Sandbox.Name(), request.Fork.Service, request.Fork.Revision);

    /// <summary>Null when no wish is for one container.</summary>
    private static Result<string>? ChangeContainer(CloneRequest request, JsonObject pod)
    {
        IReadOnlyList<JsonNode> targets = request.Service is { } service ? [.. Enrolment.EnrolledService.OriginalPorts(service).Select(ContainerChoice.TargetOf)] : [];
        var choice = ContainerChoice.Choose(request.Baseline.Source, pod, request.Fork.Workload?.Container, targets);
        if (!TemplateChanges.NeedContainer(request.Fork))
        {
            return choice.IsSuccess ? choice : null;
        }

        if (choice.IsSuccess)
        {
            TemplateChanges.Apply(pod.ObjectsAt("spec", "containers").First(candidate => candidate.TextAt("name") == choice.Value), request.Fork.Workload, request.Fork.Environment);
        }

        return choice;
    }

    private static JsonObject Envelope(CloneRequest request, string name, JsonObject pod)
    {
        var own = OwnLabels(request);
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = request.Namespace,
                ["labels"] = own.ToJson(),
                ["annotations"] = new JsonObject
                {
                    [KnownNames.FingerprintAnnotation] = request.Baseline.Fingerprint,
                    [KnownNames.TemplateAnnotation] = request.Baseline.ToAnnotation(),
                    [KnownNames.ClonedFromAnnotation] = request.Baseline.Source,
                },
                ["ownerReferences"] = new JsonArray(OwnerReference(request.Sandbox)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = request.Fork.Workload?.Replicas ?? 1,
                ["revisionHistoryLimit"] = 0,
                ["selector"] = new JsonObject { ["matchLabels"] = own.Where(label => label.Key != KnownNames.ManagedByLabel).ToJson() },
                ["template"] = pod,
            },
        };
    }

    private static Result<IReadOnlyList<string>> DropLabels(CloneRequest request, JsonObject deployment)
    {
        var own = OwnLabels(request);
        var metadata = deployment.Ensure("spec").Ensure("template").Ensure("metadata");
        var labels = metadata.TextsAt("labels");
        var services = request.Services.SelectMany(LabelDrop.SelectorsOf).ToList();
        var others = request.Selecting.Select(item => item.ObjectAt("spec", "selector")).Append(request.Baseline.Selector).Select(LabelSelector.Of).OfType<LabelSelector>().Where(selector => !selector.SelectsAll).ToList();
        var precious = request.NetworkPolicies.SelectMany(policy => LabelSelector.Of(policy.ObjectAt("spec", "podSelector"))?.Keys ?? []).ToHashSet(StringComparer.Ordinal);

        // A Service must not select the pods whatever it costs; what cannot be left otherwise is a budget or a workload that
        // takes every pod of the namespace, and those adopt no pod that has a controller.
        var drop = LabelDrop.Find(labels, own, [.. services, .. others], precious) ?? LabelDrop.Find(labels, own, services, precious);
        if (drop is null)
        {
            var blamed = request.Services.First(service => LabelDrop.SelectorsOf(service).Any(selector => LabelDrop.Find(labels, own, [selector], precious) is null));
            return CloneFailures.Selected(request.Baseline.Source, blamed.Name());
        }

        metadata["labels"] = LabelDrop.Without(labels, own, drop).ToJson();
        return Result<IReadOnlyList<string>>.Success(drop);
    }

    private static Dictionary<int, int> Ports(CloneRequest request, JsonObject deployment)
    {
        var ports = new Dictionary<int, int>();
        foreach (var port in request.Service is { } service ? Enrolment.EnrolledService.OriginalPorts(service) : [])
        {
            if (port.NumberAt("port") is { } number && ContainerChoice.Resolve(deployment.ObjectAt("spec", "template") ?? [], ContainerChoice.TargetOf(port)) is { } target)
            {
                ports[number] = target;
            }
        }

        return ports;
    }
}
