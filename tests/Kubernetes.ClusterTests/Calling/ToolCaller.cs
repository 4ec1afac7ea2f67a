using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests.Calling;

/// <summary>The program in a repository of a test's own, with a kubeconfig: every call goes through its host, as an agent's does.</summary>
internal sealed class ToolCaller : IAsyncDisposable
{
    private readonly IKubernetesApi _api;
    private readonly string _namespace;
    private readonly List<string> _sandboxes = [];

    private ToolCaller(ProductHost host, IKubernetesApi api, string @namespace) => (Host, _api, _namespace) = (host, api, @namespace);

    public ProductHost Host { get; }

    /// <param name="fixture">The namespace.</param>
    /// <param name="kubeconfig">Another user's; null for the administrator's.</param>
    public static async Task<ToolCaller> StartAsync(ClusterBaselineFixture fixture, string? kubeconfig = null)
    {
        var repository = await TestRepository.CreateAsync();
        await ClusterSystem.ConfigureAsync(repository);
        var host = new ProductHost(repository) { Variables = new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig ?? fixture.Kubeconfig } };
        return new ToolCaller(host, fixture.Api, fixture.Namespace);
    }

    /// <summary>A sandbox that goes with the test.</summary>
    public async Task CreateAsync(string sandbox)
    {
        _sandboxes.Add(sandbox);
        await OkAsync("create_sandbox", new { name = sandbox });
    }

    /// <summary>Calls a tool that has to succeed.</summary>
    public async Task<JsonNode> OkAsync(string tool, object arguments)
    {
        var answer = await CallAsync(tool, arguments);
        answer["error"]?.ToJsonString().Should().BeNull($"{tool} {JsonSerializer.Serialize(arguments)}");
        return answer;
    }

    /// <summary>Calls a tool that has to fail, and returns its error.</summary>
    public async Task<JsonNode> FailAsync(string tool, object arguments, string code)
    {
        var answer = await CallAsync(tool, arguments);
        var error = answer["error"] ?? throw new FluentAssertions.Execution.AssertionFailedException($"{tool} was to fail with {code}, and said {answer.ToJsonString()}");
        error["code"]!.GetValue<string>().Should().Be(code, error.ToJsonString());
        error["hint"]!.GetValue<string>().Should().NotBeEmpty();
        return error;
    }

    public async Task<JsonNode> CallAsync(string tool, object arguments)
    {
        var (exit, output, problem) = await Host.RunAsync("call", tool, "--json", JsonSerializer.Serialize(arguments));
        try
        {
            return JsonNode.Parse(output)!; // a call prints an object
        }
        catch (JsonException)
        {
            throw new FluentAssertions.Execution.AssertionFailedException($"{tool} ended with {exit}: {output}{problem}");
        }
    }

    /// <summary>Waits until the forks of a sandbox have settled.</summary>
    public async Task<JsonNode> SettledAsync(string sandbox)
    {
        JsonNode? answer = null;
        await Eventually.True(
            async () => (answer = await CallAsync("get_sandbox", new { sandbox, wait_seconds = 25 }))["phase"]?.GetValue<string>() is not "progressing",
            $"{sandbox} settles");
        return answer!; // the condition held
    }

    /// <summary>Deploys and waits until it is ready.</summary>
    public async Task<JsonNode> ReadyAsync(string sandbox, object deploy)
    {
        _ = await CallAsync("deploy_fork", deploy);
        var settled = await SettledAsync(sandbox);
        settled["phase"]!.GetValue<string>().Should().Be("ready", settled.ToJsonString());
        return settled;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _sandboxes)
        {
            await _api.DeleteAsync(ResourceKinds.Sandboxes, _namespace, sandbox, DeleteOptions.Usual, CancellationToken.None);
        }

        await Host.DisposeAsync();
        foreach (var sandbox in _sandboxes)
        {
            await Eventually.True(
                async () => (await _api.ListAsync(ResourceKinds.Deployments, _namespace, new ListOptions { LabelSelector = $"{KnownNames.SandboxLabel}={sandbox}" }, CancellationToken.None)).Value is { Items.Count: 0 },
                $"nothing of {sandbox} is left");
        }
    }
}
