using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding;

/// <summary>A namespace with one service that stands load, the operator and routers, set up once for a class of tests.</summary>
public sealed class LoadedBaseline : IAsyncLifetime
{
    public const string Service = "orders";

    /// <summary>What the service says of itself in each answer; a fork has another value.</summary>
    public const string NameVariable = "SERVICE_NAME";

    internal TestNamespace Space { get; } = new();

    internal Sandboxes Sandboxes => new(Space);

    public async Task InitializeAsync()
    {
        await Space.InitializeAsync();
        if (TestCluster.Kubeconfig is null || !TestCluster.IsOurs)
        {
            return; // Its tests are skipped.
        }

        var enrolments = new Enrolments(Space);
        await enrolments.InstallAsync(await ProgramImages.ProductAsync());
        await enrolments.DeployAsync(Service);
        await enrolments.EnrolAsync(Service, ServiceOutcomeKind.Enrolled);
    }

    public Task DisposeAsync() => Space.DisposeAsync();

    /// <summary>The part of an answer that names who gave it.</summary>
    internal static string AnswerOf(string name) => $"\"service\":\"{name}\"";

    /// <summary>Load on the Service, of which every answer must be that of the baseline, or with a key of a fork.</summary>
    internal async Task<ServiceLoad> StartLoadAsync(LoadOptions? options = null, string answers = Service) =>
        await ServiceLoad.StartAsync(await ServiceAsync(), (options ?? new LoadOptions()) with { Expected = AnswerOf(answers) });

    internal async Task<JsonObject> ServiceAsync() => (await Space.Api.GetAsync(ResourceKinds.Services, Space.Name, Service, CancellationToken.None)).Get();

    /// <summary>Makes a sandbox with a fork of the service that answers with a name of its own, and waits until it is ready.</summary>
    internal async Task DeployForkAsync(string sandbox, string answers)
    {
        var fork = Sandboxes.Fork(Service, NameVariable, answers);
        if (await Sandboxes.FindAsync(sandbox) is null)
        {
            await Sandboxes.CreateAsync(sandbox, fork);
        }
        else
        {
            await Sandboxes.ChangeAsync(sandbox, fork);
        }

        await Sandboxes.BeReadyAsync(sandbox);
    }

    /// <summary>What one request with the key is answered.</summary>
    internal async Task<string> AskAsync(string key)
    {
        using var client = new HttpClient { Timeout = TestTimeouts.Default };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{(await ServiceAsync()).TextAt("spec", "clusterIP")}/");
        request.Headers.Add("x-sandbox-key", key);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
    }

    internal async Task<IReadOnlyList<JsonObject>> PodsAsync(string component) => (await Space.Api.ListAsync(
        ResourceKinds.Pods, Space.Name, new ListOptions { LabelSelector = $"{KnownNames.ComponentLabel}={component}" }, CancellationToken.None)).Get().Items;

    /// <summary>Waits until so many pods of a kind are ready, and none is more.</summary>
    internal Task BeWholeAsync(string component, int replicas = 2) => Eventually.True(
        async () => await PodsAsync(component) is var pods && pods.Count == replicas && pods.All(Orchestration.Engines.Kubernetes.Failures.PodFacts.IsReady),
        $"{replicas} pods of the {component} are ready");

    /// <summary>The pods of the operator that say that they are the elected one.</summary>
    internal async Task<IReadOnlyList<JsonObject>> ElectedAsync() => await ElectedOfAsync(await PodsAsync(KnownNames.OperatorComponent));

    /// <summary>The same of pods that are known, without the API server.</summary>
    internal static async Task<IReadOnlyList<JsonObject>> ElectedOfAsync(IReadOnlyList<JsonObject> pods)
    {
        var elected = new List<JsonObject>();
        foreach (var pod in pods)
        {
            elected.AddRange(await SaysAsync(pod, "\nagentsandbox_operator_elected 1\n") ? [pod] : []);
        }

        return elected;
    }

    private static async Task<bool> SaysAsync(JsonObject pod, string metric)
    {
        try
        {
            using var client = new HttpClient { Timeout = TestTimeouts.Default };
            return (await client.GetStringAsync($"http://{pod.TextAt("status", "podIP")}:{Programs.AdminPort}/metrics")).Contains(metric, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false; // it is just being started
        }
    }
}
