using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>The baseline: services that each have one pod with a web server of a megabyte.</summary>
internal static class Manifests
{
    public static string NameOf(int service) => $"s{service:00}";

    /// <summary>Deployments and Services of a range, as one list that kubectl applies.</summary>
    /// <param name="services">Which ones.</param>
    /// <param name="imageOf">The image of each.</param>
    public static string Of(IEnumerable<int> services, Func<int, string> imageOf) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "List",
        ["items"] = new JsonArray([.. services.SelectMany(service => new JsonNode[] { Deployment(NameOf(service), imageOf(service)), Service(NameOf(service)) })]),
    }.ToJsonString();

    public static bool IsAvailable(JsonObject deployment) =>
        deployment.NumberAt("status", "availableReplicas") >= (deployment.NumberAt("spec", "replicas") ?? 1)
        && deployment.LongAt("status", "observedGeneration") >= deployment.LongAt("metadata", "generation");

    private static JsonObject Deployment(string name, string image) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = name } },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    ["terminationGracePeriodSeconds"] = 1, // the web server has no handler of SIGTERM
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = image,
                        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080 }),
                    }),
                },
            },
        },
    };

    private static JsonObject Service(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["app"] = name },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "http" }),
        },
    };
}
