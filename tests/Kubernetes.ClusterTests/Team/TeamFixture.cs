using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using ModelContextProtocol.Client;

namespace AgentSandbox.Kubernetes.ClusterTests.Team;

/// <summary>A namespace with baseline, operator and the MCP server for a team, and users with different rights.</summary>
public sealed class TeamFixture : IAsyncLifetime
{
    private const string Service = "agent-sandbox-mcp";
    private readonly ClusterBaselineFixture _baseline = new();
    private IPAddress? _address;

    /// <summary>May do what the role for people grants.</summary>
    public string Maker { get; private set; } = "";

    /// <summary>May look at sandboxes, Services and pods, and nothing else.</summary>
    public string Looker { get; private set; } = "";

    /// <summary>Is known to the cluster and has no right at all.</summary>
    public string Stranger { get; private set; } = "";

    public string Namespace => _baseline.Namespace;

    internal IKubernetesApi Api => _baseline.Api;

    /// <summary>As pods of the cluster name it.</summary>
    public Uri Endpoint => new($"http://{Service}.{Namespace}:8080/mcp");

    public async Task InitializeAsync()
    {
        await _baseline.InitializeAsync();
        if (!TestCluster.IsOurs)
        {
            return; // Its tests are skipped.
        }

        await _baseline.ProgramAsync("install", "--apply", "--with-mcp", "--namespace", Namespace);
        var service = (await Api.GetAsync(ResourceKinds.Services, Namespace, Service, CancellationToken.None)).Get();
        _address = IPAddress.Parse(service.TextAt("spec", "clusterIP") ?? "");
        await GrantAsync("looker", """[{"apiGroups":["agentsandbox.dev"],"resources":["routedsandboxes"],"verbs":["get","list","watch"]},{"apiGroups":[""],"resources":["services","pods"],"verbs":["get","list","watch"]}]""");
        await BindAsync("maker", "agent-sandbox-user");
        Maker = await TokenAsync("maker");
        Looker = await TokenAsync("looker");
        Stranger = await TokenAsync("stranger");
    }

    public Task DisposeAsync() => _baseline.DisposeAsync();

    /// <summary>Makes a service account and returns a token of it.</summary>
    internal async Task<string> TokenAsync(string name)
    {
        (await Api.CreateAsync(ResourceKinds.ServiceAccounts, TestNamespace.Object(ResourceKinds.ServiceAccounts, name, Namespace), CancellationToken.None)).Should().BeSuccess();
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject() };
        return (await Api.ReviewAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts/{name}/token", request, CancellationToken.None)).Get().TextAt("status", "token") ?? "";
    }

    /// <summary>The image of the test service that answers a version.</summary>
    internal static Task<string> ImageAsync(string version) => ClusterBaselineFixture.ImageAsync("team", version);

    /// <summary>HTTP to the server by its name in the cluster, at its address.</summary>
    internal HttpClient Http()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(_address!, 8080, cancellationToken); // set in the beginning
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { Timeout = TestTimeouts.Default };
    }

    /// <summary>An agent of a user: the SDK's own client.</summary>
    internal Task<McpClient> ConnectAsync(string token, string? protocolVersion = null) => McpClient.CreateAsync(
        new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = Endpoint,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
            },
            Http(),
            ownsHttpClient: true),
        new McpClientOptions { ProtocolVersion = protocolVersion, InitializationTimeout = TestTimeouts.Default, DiscoverProbeTimeout = TestTimeouts.Default });

    private async Task GrantAsync(string name, string rules)
    {
        var role = TestNamespace.Object(ResourceKinds.Roles, name, Namespace);
        role["rules"] = JsonNode.Parse(rules);
        (await Api.CreateAsync(ResourceKinds.Roles, role, CancellationToken.None)).Should().BeSuccess();
        await BindAsync(name, name);
    }

    private async Task BindAsync(string account, string role)
    {
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, $"test-{account}", Namespace);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = Namespace });
        (await Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
    }
}
