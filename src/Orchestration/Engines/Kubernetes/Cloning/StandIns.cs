using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Gives a cloned pod volumes in place of those that a StatefulSet made for each of its pods.</summary>
/// <param name="Claims">Claims of the fork's own.</param>
/// <param name="Notes">What the owner should know.</param>
internal sealed record StandIns(IReadOnlyList<JsonObject> Claims, IReadOnlyList<string> Notes)
{
    public static StandIns Place(CloneRequest request, JsonObject pod, string deployment)
    {
        var claims = new List<JsonObject>();
        var notes = pod.ObjectsAt("spec", "volumes")
            .Select(volume => volume.TextAt("persistentVolumeClaim", "claimName"))
            .OfType<string>()
            .Select(claim => $"The fork uses the volume claim '{claim}' together with the baseline.")
            .ToList();
        foreach (var template in request.Baseline.Claims)
        {
            var source = Source(request, template, deployment, claims);
            AddVolume(pod, template.Name(), source);
            notes.Add(request.Fork.Workload?.KeepClaims == true
                ? $"The volume '{template.Name()}' is a claim of the fork's own, without the baseline's data."
                : $"The volume '{template.Name()}' begins empty and ends with the pod.");
        }

        return new StandIns(claims, notes);
    }

    private static JsonObject Source(CloneRequest request, JsonObject template, string deployment, List<JsonObject> claims)
    {
        if (request.Fork.Workload?.KeepClaims != true)
        {
            return new JsonObject { ["emptyDir"] = new JsonObject() };
        }

        var spec = template.ObjectAt("spec")?.Copy() ?? [];
        spec.Remove("volumeName"); // the baseline's volume
        var name = ForkNames.OfClaim(deployment, template.Name());
        claims.Add(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = request.Namespace,
                ["labels"] = ForkBuilder.OwnLabels(request.Sandbox.Name(), request.Fork.Service, request.Fork.Revision).ToJson(),
                ["ownerReferences"] = new JsonArray(ForkBuilder.OwnerReference(request.Sandbox)),
            },
            ["spec"] = spec,
        });
        return new JsonObject { ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } };
    }

    private static void AddVolume(JsonObject pod, string name, JsonObject volume)
    {
        volume.Insert(0, "name", name);
        var spec = pod.Ensure("spec");
        if (spec.At("volumes") is not JsonArray volumes)
        {
            volumes = [];
            spec["volumes"] = volumes;
        }

        // A claim template takes precedence over a volume of the same name, as it does in the StatefulSet.
        foreach (var same in volumes.Where(other => other.TextAt("name") == name).ToList())
        {
            volumes.Remove(same);
        }

        volumes.Add(volume);
    }
}
