using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>A service that starts at once: its pods answer with what their environment says that they are.</summary>
internal sealed class BoxService(TestNamespace space, string name)
{
    /// <summary>The variable whose value is the answer.</summary>
    public const string Answer = "ANSWER";

    private const string Script = "mkdir -p /tmp/www; echo \"$ANSWER\" > /tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www";

    public string Name => name;

    /// <summary>Makes Deployment and Service, and waits until they are there.</summary>
    public async Task DeployAsync(int replicas = 2)
    {
        var deployment = TestNamespace.Object(ResourceKinds.Deployments, name, space.Name);
        deployment["spec"] = JsonNode.Parse($$"""
            { "replicas": {{replicas}}, "selector": { "matchLabels": { "app": "{{name}}" } }, "template": { "metadata": { "labels": { "app": "{{name}}" } }, "spec": {
              "terminationGracePeriodSeconds": 1, "containers": [{
              "name": "app", "image": "{{await TestCluster.BoxImageAsync()}}", "imagePullPolicy": "Never", "command": ["sh", "-c", {{JsonValue.Create(Script).ToJsonString()}}],
              "env": [{ "name": "{{Answer}}", "value": "baseline of {{name}}" }], "ports": [{ "name": "http", "containerPort": 8080 }],
              "readinessProbe": { "tcpSocket": { "port": "http" }, "periodSeconds": 1, "timeoutSeconds": 20, "failureThreshold": 60 } }] } } }
            """);
        var service = TestNamespace.Object(ResourceKinds.Services, name, space.Name);
        service["spec"] = JsonNode.Parse($$"""{ "selector": { "app": "{{name}}" }, "ports": [{ "name": "http", "port": 80, "targetPort": "http" }] }""");
        (await space.Api.CreateAsync(ResourceKinds.Deployments, deployment, CancellationToken.None)).Should().BeSuccess();
        (await space.Api.CreateAsync(ResourceKinds.Services, service, CancellationToken.None)).Should().BeSuccess();
        var patience = new Patience { Limit = TestTimeouts.Default };
        (await new RolloutWait(space.Api, TimeProvider.System, patience).ForDeploymentAsync(space.Name, name, new Steps(), CancellationToken.None)).Should().BeSuccess();
    }

    /// <summary>What a client of the Service is answered, with a key or without; the status where it is no success.</summary>
    public async Task<string> AskAsync(string? key = null)
    {
        var service = (await space.Api.GetAsync(ResourceKinds.Services, space.Name, name, CancellationToken.None)).Get();
        using var client = new HttpClient { Timeout = TestTimeouts.Default };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{service.TextAt("spec", "clusterIP")}/");
        if (key is not null)
        {
            request.Headers.Add("x-sandbox-key", key);
        }

        try
        {
            using var response = await client.SendAsync(request);
            return response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync()).Trim() : $"{(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
    }
}
