using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>What the tests of enrolments do in a namespace.</summary>
internal sealed class Enrolments(TestNamespace space)
{
    private static readonly Patience s_patience = new() { Limit = TestTimeouts.Default };

    public static string? Version(JsonObject item) => item.TextAt("metadata", "resourceVersion");

    /// <summary>Everything of a Service that somebody wrote.</summary>
    public static string Wanted(JsonObject service)
    {
        var wanted = service.Copy();
        foreach (var name in (string[])["managedFields", "resourceVersion", "generation"])
        {
            wanted.ObjectAt("metadata")!.Remove(name); // it has metadata
        }

        foreach (var name in (string[])["labels", "annotations"])
        {
            if (wanted.ObjectAt("metadata", name) is { Count: 0 })
            {
                wanted.ObjectAt("metadata")!.Remove(name); // it has metadata
            }
        }

        return ObjectHash.Canonical(wanted)!.ToJsonString(); // an object stays one
    }

    /// <summary>Routers mark the answers to requests with a key, also with one that nobody has.</summary>
    public static async Task<bool> PassesRoutersAsync(Uri address)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("x-sandbox-key", "nobody");
        using var response = await client.SendAsync(request);
        return response.Headers.Contains("x-sandbox-route") || response.StatusCode == System.Net.HttpStatusCode.Gone;
    }

    public async Task InstallAsync(string image, SandboxLimits? limits = null, InstallScope scope = InstallScope.Namespace)
    {
        var request = new InstallRequest { Namespace = space.Name, Scope = scope, Image = image, PullPolicy = "Never", DefaultImage = "unused", Limits = limits ?? SandboxLimits.None };
        var plan = (await new PlanInstallation(space.Api).ExecuteAsync(request, CancellationToken.None)).Get();
        (await new InstallOperator(space.Api, TimeProvider.System, s_patience).ExecuteAsync(plan, new Steps(), CancellationToken.None)).Should().BeSuccess();
    }

    public Task<Result<UninstallReport>> UninstallAsync(RemovalMode mode, int drainSeconds = 30, DefinitionsFate definitions = DefinitionsFate.Keep) => new UninstallOperator(space.Api, TimeProvider.System, s_patience)
        .ExecuteAsync(new UninstallRequest { Namespace = space.Name, Mode = mode, Drain = TimeSpan.FromSeconds(drainSeconds), Definitions = definitions }, new Steps(), CancellationToken.None);

    public Task<Result<EnrolmentProposal>> PlanAsync(params string[] services) =>
        new PlanEnrolment(space.Api, TimeProvider.System).ExecuteAsync(new EnrolmentRequest { Namespace = space.Name, Services = services }, CancellationToken.None);

    public async Task EnrolAsync(string service, ServiceOutcomeKind expected, string? operatorNamespace = null)
    {
        var steps = new Steps();
        var request = new EnrolmentRequest { Namespace = space.Name, Services = [service], OperatorNamespace = operatorNamespace };
        var proposal = (await new PlanEnrolment(space.Api, TimeProvider.System).ExecuteAsync(request, CancellationToken.None)).Get();
        var outcomes = (await new EnrolServices(space.Api, TimeProvider.System, s_patience).ExecuteAsync(proposal, steps, CancellationToken.None)).Get();
        outcomes.Should().ContainSingle().Which.Kind.Should().Be(expected, $"{outcomes[0].Failure} {string.Join(" | ", steps.Told)}");
    }

    public async Task UnenrolAsync(string service)
    {
        var outcomes = (await new UnenrolServices(space.Api, TimeProvider.System, s_patience).ExecuteAsync(space.Name, [service], new Steps(), CancellationToken.None)).Get();
        outcomes.Should().ContainSingle().Which.Kind.Should().Be(ServiceOutcomeKind.GivenBack, outcomes[0].Failure?.ToString());
    }

    /// <summary>What a run leaves that ends after its first step.</summary>
    public async Task PrepareByHandAsync(string name)
    {
        var service = await ServiceAsync(name);
        await PatchAsync(service, EnrolmentPatches.Prepare(service, (await PlanAsync(name)).Get().Plans[0].Ports));
    }

    public async Task PatchAsync(JsonObject service, JsonObject patch) =>
        (await space.Api.PatchAsync(ResourceKinds.Services, space.Name, service.Name(), new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();

    public async Task<JsonObject> ServiceAsync(string name) => (await space.Api.GetAsync(ResourceKinds.Services, space.Name, name, CancellationToken.None)).Get();

    /// <summary>Pods of the test service behind a Service, ready.</summary>
    public async Task DeployAsync(string name, int replicas = 2)
    {
        await RunAsync(name, name, [await HttpAsync(name, 8080)], replicas);
        await ExposeAsync(name, """[{ "name": "http", "port": 80, "targetPort": "http" }]""");
    }

    /// <summary>A Deployment whose pods have a Service's label, once they are ready.</summary>
    public async Task RunAsync(string deployment, string service, JsonObject[] containers, int replicas = 2)
    {
        var item = TestNamespace.Object(ResourceKinds.Deployments, deployment, space.Name);
        item["spec"] = JsonNode.Parse($$"""
            { "replicas": {{replicas}}, "selector": { "matchLabels": { "part": "{{deployment}}" } }, "template": { "metadata": { "labels": { "app": "{{service}}", "part": "{{deployment}}" } },
              "spec": { "terminationGracePeriodSeconds": 10, "containers": {{new JsonArray([.. containers]).ToJsonString()}} } } }
            """);
        (await space.Api.CreateAsync(ResourceKinds.Deployments, item, CancellationToken.None)).Should().BeSuccess();
        await RollOutAsync(deployment);
    }

    public async Task ExposeAsync(string name, string ports)
    {
        var service = TestNamespace.Object(ResourceKinds.Services, name, space.Name);
        service["spec"] = JsonNode.Parse($$"""{ "selector": { "app": "{{name}}" }, "ports": {{ports}} }""");
        (await space.Api.CreateAsync(ResourceKinds.Services, service, CancellationToken.None)).Should().BeSuccess();
    }

    /// <summary>The test service. Its probe is patient: a pod that a busy machine makes unready is no lost request.</summary>
    public async Task<JsonObject> HttpAsync(string answers, int port) => JsonNode.Parse($$"""
        { "name": "app", "image": "{{await ProgramImages.ServiceAsync()}}", "imagePullPolicy": "Never", "ports": [{ "name": "http", "containerPort": {{port}} }],
          "env": [{ "name": "SERVICE_NAME", "value": "{{answers}}" }, { "name": "PORT", "value": "{{port}}" }, { "name": "SERVICE_ADDRESS", "value": "any" }],
          "readinessProbe": { "httpGet": { "path": "/healthz", "port": "http" }, "periodSeconds": 1, "timeoutSeconds": 20, "failureThreshold": 60 } }
        """)!.AsObject(); // it is an object

    /// <summary>The test service with HTTP/2 alone.</summary>
    public async Task<JsonObject> GrpcAsync(int port) => JsonNode.Parse($$"""
        { "name": "grpc", "image": "{{await ProgramImages.ServiceAsync()}}", "imagePullPolicy": "Never", "ports": [{ "containerPort": {{port}} }],
          "env": [{ "name": "SERVICE_PROTOCOL", "value": "h2c" }, { "name": "PORT", "value": "{{port}}" }, { "name": "SERVICE_ADDRESS", "value": "any" }],
          "readinessProbe": { "tcpSocket": { "port": {{port}} }, "periodSeconds": 1, "timeoutSeconds": 20, "failureThreshold": 60 } }
        """)!.AsObject(); // it is an object

    /// <summary>As <c>kubectl rollout restart</c> does it; ends when every pod is a new one.</summary>
    public async Task RestartAsync(string deployment)
    {
        var restarted = new JsonObject { [KnownNames.RestartedAtAnnotation] = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        var patch = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = restarted } } } };
        (await space.Api.PatchAsync(ResourceKinds.Deployments, space.Name, deployment, new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();
        await RollOutAsync(deployment);
    }

    public async Task RollOutAsync(string deployment) =>
        (await new RolloutWait(space.Api, TimeProvider.System, s_patience).ForDeploymentAsync(space.Name, deployment, new Steps(), CancellationToken.None)).Should().BeSuccess();
}
