using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.TestKit.Cluster;

/// <summary>Services and Pods as a cluster shows them.</summary>
public static class ClusterObjects
{
    public const string Namespace = "shop";

    /// <summary>A Service whose ports are enrolled with the given router ports; its pods are those with the label <c>app</c> of its name.</summary>
    public static JsonObject Enrolled(string name, params (string? Name, int Port, JsonNode Target, ServiceProtocol Protocol, int RouterPort)[] ports)
    {
        var service = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["app"] = name },
                ["ports"] = new JsonArray([.. ports.Select(port => PortOf(port.Name, port.Port, port.Target))]),
            },
        };
        return Merge(service, EnrolmentPatches.Enrol(service, [.. ports.Select(port => new RoutedPort
        {
            Port = port.Port,
            Name = port.Name,
            RouterPort = port.RouterPort,
            Target = port.Target.DeepClone(),
            Protocol = port.Protocol,
        })]));
    }

    /// <summary>The same Service while it is given back.</summary>
    public static JsonObject Leaving(JsonObject enrolled)
    {
        var service = (JsonObject)enrolled.DeepClone();
        service["metadata"]!["labels"]![KnownNames.EnrolledLabel] = "leaving"; // made above
        return service;
    }

    /// <summary>A pod of a baseline, or with <paramref name="labels"/> of something else.</summary>
    public static JsonObject Pod(string name, string? address, string app, bool isReady = true, bool isEnding = false, IReadOnlyDictionary<string, string>? labels = null, params (string Name, int Number)[] ports)
    {
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = Namespace,
            ["labels"] = new JsonObject([.. (labels ?? new Dictionary<string, string> { ["app"] = app }).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))]),
        };
        if (isEnding)
        {
            metadata["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject
                {
                    ["name"] = app,
                    ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Number })]),
                }),
            },
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = address,
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = isReady ? "True" : "False" }),
            },
        };
    }

    /// <summary>A pod of a fork.</summary>
    public static JsonObject ForkPod(string name, string? address, string sandbox, string service, int revision, bool isReady = true, bool isEnding = false) =>
        Pod(name, address, service, isReady, isEnding, new Dictionary<string, string>
        {
            [KnownNames.SandboxLabel] = sandbox,
            [KnownNames.ServiceLabel] = service,
            [KnownNames.RevisionLabel] = revision.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>A pod of a router.</summary>
    public static JsonObject RouterPod(string name, string? address, bool isReady = true, bool isEnding = false) =>
        Pod(name, address, "router", isReady, isEnding, new Dictionary<string, string> { [KnownNames.ComponentLabel] = KnownNames.RouterComponent });

    private static JsonObject PortOf(string? name, int port, JsonNode target)
    {
        var made = new JsonObject { ["port"] = port, ["targetPort"] = target.DeepClone(), ["protocol"] = "TCP" };
        if (name is not null)
        {
            made["name"] = name;
        }

        return made;
    }

    private static JsonObject Merge(JsonObject target, JsonObject patch)
    {
        var merged = (JsonObject)target.DeepClone();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value is JsonObject change ? Merge(merged[name] as JsonObject ?? [], change) : value.DeepClone();
            }
        }

        return merged;
    }
}
