using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Holding;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>Services of every shape are enrolled, pass routers, and are given back, without a request that fails.</summary>
public sealed class PortsUnderLoadTests(TestNamespace space) : IClassFixture<TestNamespace>
{
    private readonly Enrolments _enrolments = new(space);

    [OurClusterFact]
    public async Task SeveralPortsOfMixedProtocols_LoseNothing_AlsoOnConnectionsThatStay()
    {
        await _enrolments.RunAsync("mixed", "mixed", [await _enrolments.HttpAsync("mixed", 8080), await _enrolments.GrpcAsync(8081), await EchoAsync(8082)]);
        await _enrolments.ExposeAsync("mixed", """[{ "name": "http", "port": 80, "targetPort": "http" }, { "name": "grpc", "port": 81, "targetPort": 8081 }, { "name": "tcp-echo", "port": 82, "targetPort": 8082 }]""");
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        var service = await _enrolments.ServiceAsync("mixed");
        await using var http = await ServiceLoad.StartAsync(service, new LoadOptions { Expected = LoadedBaseline.AnswerOf("mixed") });
        await using var foreign = await ServiceLoad.StartAsync(service, new LoadOptions { Clients = 2, Path = "/host", Host = "shop.example.com", Expected = "shop.example.com" });
        await using var grpc = await ServiceLoad.StartAsync(service, new LoadOptions { Clients = 2, Port = 81, Path = "/grpc", IsGrpc = true, Expected = "message" });
        await using var echo = await EchoLoad.StartAsync(service.TextAt("spec", "clusterIP")!, 82); // it has one
        async Task PassAsync()
        {
            await Task.WhenAll(http.PassAsync(100), foreign.PassAsync(50), grpc.PassAsync(50), echo.PassAsync(50));
        }

        await PassAsync();
        await _enrolments.EnrolAsync("mixed", ServiceOutcomeKind.Enrolled);
        await echo.StayAsync();
        await PassAsync();
        await _enrolments.UnenrolAsync("mixed");
        await PassAsync();
        await _enrolments.EnrolAsync("mixed", ServiceOutcomeKind.Enrolled);
        await PassAsync();
        await _enrolments.UnenrolAsync("mixed");
        await PassAsync();

        (await http.StopAsync()).Should().BeEmpty("http");
        (await foreign.StopAsync()).Should().BeEmpty("http with the name of another host");
        (await grpc.StopAsync()).Should().BeEmpty("grpc");
        (await echo.StopAsync()).Should().BeEmpty("tcp, also where a connection began before the enrolment, or before its undoing");
    }

    [OurClusterFact]
    public async Task ServicesWithEqualTargets_AndANamedTargetOfTwoNumbers_KeepTheirOwnPods()
    {
        await _enrolments.DeployAsync("left");
        await _enrolments.DeployAsync("right");
        await _enrolments.RunAsync("named-old", "named", [await _enrolments.HttpAsync("named", 8080)]);
        await _enrolments.RunAsync("named-new", "named", [await _enrolments.HttpAsync("named", 9090)]);
        await _enrolments.ExposeAsync("named", """[{ "name": "http", "port": 80, "targetPort": "http" }]""");
        await _enrolments.InstallAsync(await ProgramImages.ProductAsync());
        string[] names = ["left", "right", "named"];
        var loads = new List<ServiceLoad>();
        foreach (var name in names)
        {
            loads.Add(await ServiceLoad.StartAsync(await _enrolments.ServiceAsync(name), new LoadOptions { Clients = 2, Expected = LoadedBaseline.AnswerOf(name) }));
        }

        foreach (var name in names)
        {
            await _enrolments.EnrolAsync(name, ServiceOutcomeKind.Enrolled);
        }

        await Task.WhenAll(loads.Select(load => load.PassAsync(100)));
        var sandboxes = new Sandboxes(space);
        await sandboxes.CreateAsync("of-left", Sandboxes.Fork("left", LoadedBaseline.NameVariable, "fork-of-left"));
        await sandboxes.BeReadyAsync("of-left");
        (await AskAsync("left", "of-left")).Should().Contain(LoadedBaseline.AnswerOf("fork-of-left"));
        (await AskAsync("right", "of-left")).Should().Contain(LoadedBaseline.AnswerOf("right"), "it has the same target port, and no fork");
        await Task.WhenAll(loads.Select(load => load.PassAsync(100)));
        foreach (var name in names)
        {
            await _enrolments.UnenrolAsync(name);
        }

        await Task.WhenAll(loads.Select(load => load.PassAsync(100)));
        foreach (var load in loads)
        {
            (await load.StopAsync()).Should().BeEmpty();
            await load.DisposeAsync();
        }
    }

    private async Task<string> AskAsync(string service, string key)
    {
        using var client = new HttpClient { Timeout = TestTimeouts.Default };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{(await _enrolments.ServiceAsync(service)).TextAt("spec", "clusterIP")}/");
        request.Headers.Add("x-sandbox-key", key);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>A container that sends back what it gets.</summary>
    private static async Task<JsonObject> EchoAsync(int port) => JsonNode.Parse($$"""
        { "name": "echo", "image": "{{await TestCluster.BoxImageAsync()}}", "imagePullPolicy": "Never", "command": ["nc", "-ll", "-p", "{{port}}", "-e", "cat"], "ports": [{ "containerPort": {{port}} }],
          "readinessProbe": { "tcpSocket": { "port": {{port}} }, "periodSeconds": 1, "timeoutSeconds": 20, "failureThreshold": 60 } }
        """)!.AsObject(); // it is an object
}
