using System.Diagnostics;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Bench.ClusterScale;

/// <summary>A namespace of the bench's own with a baseline of one service without pods; it goes with the bench.</summary>
internal sealed class Place : IAsyncDisposable
{
    public const string Service = "orders";

    private Place(IKubernetesApi api) => Api = api;

    public IKubernetesApi Api { get; }

    public string Namespace => Api.Namespace;

    /// <summary>The fork's container is the baseline's; with zero replicas it never starts.</summary>
    public static JsonObject Workload(string name, string @namespace) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 0,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = "registry.example/orders:1",
                        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080, ["protocol"] = "TCP" }),
                        ["env"] = new JsonArray(new JsonObject { ["name"] = "PAYMENTS_URL", ["value"] = "http://payments" }),
                        ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz", ["port"] = "http" } },
                    }),
                },
            },
        },
    };

    public static async Task<Place> MakeAsync(string kubeconfig, string name)
    {
        var opened = KubernetesAccess.Open(new KubernetesAccessOptions { KubeconfigPath = kubeconfig, Namespace = name });
        var api = Get(opened);
        Get(await api.CreateAsync(ResourceKinds.Namespaces, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } }, CancellationToken.None));
        return new Place(api);
    }

    public async Task AddBaselineAsync()
    {
        Get(await Api.CreateAsync(ResourceKinds.Deployments, Workload(Service, Namespace), CancellationToken.None));
        Get(await Api.CreateAsync(ResourceKinds.Services, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = Service, ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["app"] = Service },
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "http", ["protocol"] = "TCP" }),
            },
        }, CancellationToken.None));
    }

    /// <summary>As <c>agent-sandbox install --apply</c> does it: two replicas, with the rights and limits that it gives them.</summary>
    public async Task InstallAsync(string image, bool isLoaded)
    {
        var request = new InstallRequest { Namespace = Namespace, Image = image, DefaultImage = image, PullPolicy = isLoaded ? "Never" : "IfNotPresent" };
        var plan = Get(await new PlanInstallation(Api).ExecuteAsync(request, CancellationToken.None));
        Get(await new InstallOperator(Api, TimeProvider.System, new Patience { Limit = TimeSpan.FromMinutes(5) }).ExecuteAsync(plan, new Progress<string>(), CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DeleteAsync(ResourceKinds.Namespaces, null, Namespace, DeleteOptions.Usual, CancellationToken.None);
        Api.Dispose();
    }

    public static T Get<T>(Result<T> result) => result.IsSuccess ? result.Value : throw new InvalidOperationException(result.Failure.ToString());

    /// <summary>Makes an image of this build and loads it into the cluster of <c>tests/cluster</c>.</summary>
    public static async Task<string> ImageAsync()
    {
        var start = new ProcessStartInfo(Path.Join(Root(), "tests", "cluster", "image")) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--name", "bench/agent-sandbox", "--folder", AppContext.BaseDirectory.TrimEnd('/'), "--user", "65532", "--", "/app/agent-sandbox"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("tests/cluster/image could not be started.");
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? printed.Trim().Split('\n')[^1] : throw new InvalidOperationException("tests/cluster/image failed; say --image on another cluster.");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The bench is not below its repository.");
    }
}
