using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Services;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>The shop as a team would deploy it: for each service a Deployment and a Service, and nothing that knows of sandboxes.</summary>
internal static class ShopWorkloads
{
    private const int Port = 8080;

    public static IReadOnlyList<JsonObject> Of(ServiceConfiguration service, string image, string @namespace) =>
    [
        new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = Metadata(service, @namespace),
            ["spec"] = new JsonObject
            {
                ["replicas"] = 1,
                ["selector"] = new JsonObject { ["matchLabels"] = Labels(service) },
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Labels(service) }, ["spec"] = new JsonObject { ["containers"] = new JsonArray(Container(service, image)) } },
            },
        },
        new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = Metadata(service, @namespace),
            ["spec"] = new JsonObject
            {
                ["selector"] = Labels(service),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "http", ["protocol"] = "TCP" }),
            },
        },
    ];

    private static JsonObject Labels(ServiceConfiguration service) => new() { ["app"] = service.Name };

    private static JsonObject Metadata(ServiceConfiguration service, string @namespace) => new() { ["name"] = service.Name, ["namespace"] = @namespace, ["labels"] = Labels(service) };

    private static JsonObject Container(ServiceConfiguration service, string image)
    {
        var environment = new JsonArray(Variable("ASPNETCORE_URLS", $"http://+:{Port}"));
        foreach (var called in service.References.Order(StringComparer.Ordinal))
        {
            environment.Add(Variable($"{called.ToUpperInvariant()}_URL", $"http://{called}"));
        }

        return new JsonObject
        {
            ["name"] = service.Name,
            ["image"] = image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["env"] = environment,
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = Port, ["protocol"] = "TCP" }),
            ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz", ["port"] = "http" }, ["periodSeconds"] = 1, ["timeoutSeconds"] = 5 },
        };
    }

    private static JsonObject Variable(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
