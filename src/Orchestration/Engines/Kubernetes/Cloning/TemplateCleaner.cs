using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Takes out of a pod template what belongs to the baseline's own pods.</summary>
/// <remarks>
/// A mesh injects into pods as they are created, so that its containers are in a template only where somebody ran the
/// injection by hand. A fork gets them anew from the mesh; copied ones would be there twice. A container that is named
/// like a mesh's and has the image <c>auto</c> is the user's adjustment of the injection, and stays.
/// </remarks>
internal static class TemplateCleaner
{
    private static readonly string[] s_meshContainers = ["istio-proxy", "istio-init", "istio-validation", "linkerd-proxy", "linkerd-init", "linkerd-network-validator"];
    private static readonly string[] s_meshVolumes =
        ["istio-envoy", "istio-data", "istio-podinfo", "istio-token", "istiod-ca-cert", "workload-socket", "workload-certs", "credential-socket", "linkerd-identity-end-entity", "linkerd-identity-token", "linkerd-proxy-init-xtables-lock"];

    private static readonly string[] s_annotations =
        [KnownNames.RestartedAtAnnotation, KnownNames.LastAppliedAnnotation, "sidecar.istio.io/status", "istio.io/rev", "linkerd.io/proxy-version", "linkerd.io/created-by", "linkerd.io/trust-root-sha256", "vpaUpdates", "vpaObservedContainers"];

    private static readonly string[] s_labels =
        ["pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "security.istio.io/tlsMode", "linkerd.io/proxy-deployment", "linkerd.io/proxy-statefulset", "linkerd.io/control-plane-ns", "linkerd.io/workload-ns"];

    /// <summary>Cleans a copy of a template, in place.</summary>
    public static void Clean(JsonObject pod)
    {
        var injected = InjectedNames(pod);
        Remove(pod.ObjectAt("metadata", "annotations"), s_annotations);
        Remove(pod.ObjectAt("metadata", "labels"), s_labels);
        Remove(pod.ObjectAt("metadata"), ["name", "generateName", "namespace", "uid", "resourceVersion", "creationTimestamp", "ownerReferences", "managedFields", "finalizers", "selfLink", "generation"]);
        if (pod.ObjectAt("spec") is not { } spec)
        {
            return;
        }

        Remove(spec, ["nodeName", "ephemeralContainers", "schedulingGates"]);
        foreach (var list in (string[])["containers", "initContainers"])
        {
            Filter(spec, list, container => !IsMesh(container, injected));
            foreach (var container in spec.ObjectsAt(list))
            {
                foreach (var port in container.ObjectsAt("ports"))
                {
                    Remove(port, ["hostPort", "hostIP"]); // the baseline's pod has it on its node
                }

                Filter(container, "volumeMounts", mount => !IsMeshVolume(mount.TextAt("name"), injected));
            }
        }

        Filter(spec, "volumes", volume => !IsMeshVolume(volume.TextAt("name"), injected));
    }

    /// <summary>Istio writes down what it injected.</summary>
    private static IReadOnlySet<string> InjectedNames(JsonObject pod)
    {
        try
        {
            var status = JsonNode.Parse(pod.Annotation("sidecar.istio.io/status") ?? "null");
            return ((string[])["containers", "initContainers", "volumes"]).SelectMany(list => status.ListAt(list)).ToHashSet(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new HashSet<string>();
        }
    }

    private static bool IsMesh(JsonObject container, IReadOnlySet<string> injected) =>
        container.TextAt("name") is { } name && container.TextAt("image") != "auto" && (injected.Contains(name) || s_meshContainers.Contains(name));

    private static bool IsMeshVolume(string? name, IReadOnlySet<string> injected) => name is not null && (injected.Contains(name) || s_meshVolumes.Contains(name));

    private static void Filter(JsonObject parent, string list, Predicate<JsonObject> stays)
    {
        if (parent.At(list) is not JsonArray array)
        {
            return;
        }

        foreach (var gone in array.OfType<JsonObject>().Where(item => !stays(item)).ToList())
        {
            array.Remove(gone);
        }

        if (array.Count == 0)
        {
            parent.Remove(list);
        }
    }

    private static void Remove(JsonObject? parent, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            parent?.Remove(name);
        }
    }
}
