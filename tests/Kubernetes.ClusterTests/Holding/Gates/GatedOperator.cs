using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>The operator of a namespace in a process of this machine in place of its pods: with their rights, through a gate, and found by the routers at its Service.</summary>
internal sealed class GatedOperator : IAsyncDisposable
{
    private static readonly string s_name = Programs.NameOf(KnownNames.OperatorComponent);

    private readonly TemporaryDirectory _files = new();

    private GatedOperator(ApiGate gate, string token, OperatorProcess process, TemporaryDirectory files)
    {
        Gate = gate;
        Token = token;
        Process = process;
        _files = files;
    }

    public ApiGate Gate { get; }

    public OperatorProcess Process { get; }

    /// <summary>What it shows the API server.</summary>
    public string Token { get; }

    /// <summary>Takes the place of the pods that are installed.</summary>
    public static async Task<GatedOperator> TakeOverAsync(TestNamespace space, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var token = await TokenAsync(space);
        var files = new TemporaryDirectory();
        var gate = await ApiGate.StartAsync(protocols);
        await gate.WriteKubeconfigAsync(files.Join("kubeconfig"), space.Name, token);
        var (tables, admin) = FreePorts();
        await PatchAsync(space, ResourceKinds.Deployments, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 0 } });
        await Eventually.True(async () => (await PodsAsync(space)).Count == 0, "the operator's pods end");
        await PatchAsync(space, ResourceKinds.Services, new JsonObject { ["spec"] = new JsonObject { ["selector"] = null } });
        await PatchAsync(space, ResourceKinds.Endpoints, await EndpointsAsync(space, tables));
        var process = new OperatorProcess(files.Join("kubeconfig"), space.Name, tables, admin);
        process.Start();
        return new GatedOperator(gate, token, process, files);
    }

    /// <summary>A token of the operator's account.</summary>
    public static async Task<string> TokenAsync(TestNamespace space)
    {
        var review = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        var answer = (await space.Api.ReviewAsync($"/api/v1/namespaces/{space.Name}/serviceaccounts/{s_name}/token", review, CancellationToken.None)).Get();
        return answer.TextAt("status", "token") ?? throw new InvalidOperationException("The server gave no token.");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Gate.DisposeAsync();
        _files.Dispose();
    }

    private static async Task<JsonObject> EndpointsAsync(TestNamespace space, int port)
    {
        var service = (await space.Api.GetAsync(ResourceKinds.Services, space.Name, s_name, CancellationToken.None)).Get();
        return new JsonObject
        {
            ["subsets"] = new JsonArray(new JsonObject
            {
                ["addresses"] = new JsonArray(new JsonObject { ["ip"] = TestCluster.MachineAddress }),
                ["ports"] = new JsonArray(new JsonObject { ["name"] = service.ObjectsAt("spec", "ports").Single(one => one.NumberAt("port") == OperatorManifests.TablePort).TextAt("name"), ["port"] = port, ["protocol"] = "TCP" }),
            }),
        };
    }

    private static async Task<IReadOnlyList<JsonObject>> PodsAsync(TestNamespace space) => (await space.Api.ListAsync(
        ResourceKinds.Pods, space.Name, new ListOptions { LabelSelector = $"{KnownNames.ComponentLabel}={KnownNames.OperatorComponent}" }, CancellationToken.None)).Get().Items;

    private static async Task PatchAsync(TestNamespace space, ResourceKind kind, JsonObject patch) =>
        (await space.Api.PatchAsync(kind, space.Name, s_name, new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();

    /// <summary>The operator must have the same ports in each of its lives.</summary>
    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Any, 0);
        using var second = new TcpListener(IPAddress.Any, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
