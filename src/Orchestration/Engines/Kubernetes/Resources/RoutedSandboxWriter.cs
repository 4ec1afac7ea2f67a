using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Writes the wish of a sandbox as a <c>RoutedSandbox</c>. Name and creation time are metadata, so that they are not in the spec.</summary>
internal static class RoutedSandboxWriter
{
    private static readonly string[] s_fields = ["owner", "lease", "forks", "branch", "description", "client", "lastRevisions", "deletion"];

    public static JsonObject Write(SandboxSpec sandbox, string @namespace) => new()
    {
        ["apiVersion"] = KnownNames.ApiVersion,
        ["kind"] = KnownNames.SandboxKind,
        ["metadata"] = new JsonObject { ["name"] = sandbox.Id.Value, ["namespace"] = @namespace },
        ["spec"] = Spec(sandbox),
    };

    /// <summary>The resource with a changed wish. Fields that are not of the wish stay, and so does each fork that is still wanted as it was.</summary>
    /// <remarks>A fork by hand that were written anew would be another text, and so a new revision that nobody asked for.</remarks>
    public static JsonObject Over(JsonObject resource, SandboxSpec sandbox)
    {
        var changed = resource.Copy();
        var before = changed.Ensure("spec");
        var after = Spec(sandbox);
        var forks = before.ObjectsAt("forks").ToList();
        after["forks"] = new JsonArray([.. after.ObjectsAt("forks").Select(fork => (forks.Find(entry => IsSame(resource, entry, fork)) ?? fork).DeepClone())]);
        foreach (var name in s_fields)
        {
            before.Remove(name);
        }

        foreach (var (name, value) in after)
        {
            before[name] = value?.DeepClone();
        }

        return changed;
    }

    public static JsonObject Spec(SandboxSpec sandbox)
    {
        var spec = new JsonObject
        {
            ["owner"] = new JsonObject { ["user"] = sandbox.Owner.User, ["tree"] = sandbox.Owner.Tree },
            ["lease"] = new JsonObject { ["idle"] = Durations.Format(sandbox.Lease.Idle), ["max"] = Durations.Format(sandbox.Lease.Max) },
            ["forks"] = new JsonArray([.. sandbox.Forks.Values.OrderBy(fork => fork.Service, StringComparer.Ordinal).Select(fork => ForkResource.Write(fork))]),
        };
        (string Name, string? Text)[] notes = [("branch", sandbox.Branch), ("description", sandbox.Description), ("client", sandbox.Client)];
        foreach (var (name, text) in notes)
        {
            if (text is not null)
            {
                spec[name] = text;
            }
        }

        if (sandbox.LastRevisions.Count > 0)
        {
            spec["lastRevisions"] = new JsonObject(sandbox.LastRevisions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        if (sandbox.Deletion is { } deletion)
        {
            spec["deletion"] = new JsonObject { ["reason"] = deletion.Reason, ["requestedAt"] = ForkResource.Write(deletion.RequestedAt) };
        }

        return spec;
    }

    private static bool IsSame(JsonObject resource, JsonObject entry, JsonObject written)
    {
        if (entry.TextAt("service") is not { } service || service != written.TextAt("service"))
        {
            return false;
        }

        var requested = written.TimeAt("requestedAt") ?? DateTimeOffset.UnixEpoch;
        var read = ForkResource.Read(entry, RoutedSandboxReader.RevisionOf(resource, entry, service, ForkResource.HashOf(entry)), requested, new ResourceProblems(""));
        return JsonNode.DeepEquals(ObjectHash.Canonical(ForkResource.Write(read)), ObjectHash.Canonical(written));
    }
}
