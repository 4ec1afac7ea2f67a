using System.Text.Json;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Requests;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.UseCases.Deleting;
using AgentSandbox.Orchestration.UseCases.Deploying;
using AgentSandbox.Orchestration.UseCases.Grouping;
using AgentSandbox.Orchestration.UseCases;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>Drives a system as an agent in one working tree does.</summary>
public sealed class SandboxDriver(ISandboxSystem system, string tree)
{
    private static readonly Progress<SandboxRecord> s_silent = new();

    public string Tree => tree;

    public async Task<Caller> CallerAsync() => Value(await system.Callers.ResolveAsync(tree, "test 1.0", CancellationToken.None));

    public async Task<SandboxView> CreateAsync(string name) =>
        Value(await system.CreateSandbox.ExecuteAsync(new CreateSandboxRequest { Caller = await CallerAsync(), Name = name }, CancellationToken.None));

    public async Task<Result<DeployForkResult>> TryDeployAsync(string sandbox, params string[] services) => await system.DeployFork.ExecuteAsync(
        new DeployForkRequest { Caller = await CallerAsync(), Sandbox = new SandboxId(sandbox), Services = services, Wait = TestTimeouts.Default },
        s_silent,
        CancellationToken.None);

    public async Task<ForkStatus> DeployAsync(string sandbox, string service)
    {
        var deployed = Value(await TryDeployAsync(sandbox, service));
        return deployed.View.Record.Forks[service];
    }

    public async Task<ForkStatus> DeployReadyAsync(string sandbox, string service)
    {
        var status = await DeployAsync(sandbox, service);
        status.Failure?.ToString().Should().BeNull();
        status.Phase.Should().Be(ForkPhase.Ready);
        return status;
    }

    public Task<Result<RoutedRequestResult>> TrySendAsync(string sandbox, string service, string path, Func<RoutedRequest, RoutedRequest>? change = null)
    {
        var request = new RoutedRequest { Sandbox = new SandboxId(sandbox), Service = service, Path = path, BaselineWait = TestTimeouts.Default, Timeout = TestTimeouts.Default };
        return system.SendRoutedRequest.ExecuteAsync(change is null ? request : change(request), CancellationToken.None);
    }

    public async Task<RoutedRequestResult> SendAsync(string sandbox, string service, string path) => Value(await TrySendAsync(sandbox, service, path));

    /// <summary>Sets a route group; without sandboxes it ends.</summary>
    public async Task GroupAsync(string name, params string[] sandboxes) => Value(await system.SetRouteGroup.ExecuteAsync(
        new SetRouteGroupRequest { Caller = await CallerAsync(), Name = new SandboxId(name), Sandboxes = [.. sandboxes.Select(sandbox => new SandboxId(sandbox))] }, CancellationToken.None));

    public async Task<Result<DeleteSandboxResult>> TryDeleteAsync(string sandbox, string? service = null) => await system.DeleteSandbox.ExecuteAsync(
        new DeleteSandboxRequest { Caller = await CallerAsync(), Sandbox = new SandboxId(sandbox), Service = service, Wait = TestTimeouts.Default },
        CancellationToken.None);

    public async Task DeleteAsync(string sandbox) => Value(await TryDeleteAsync(sandbox)).Gone.Should().BeTrue();

    public async Task<SandboxView> GetAsync(string sandbox, bool wait = false) => Value(await system.GetSandbox.ExecuteAsync(
        new SandboxId(sandbox), wait ? TestTimeouts.Default : TimeSpan.Zero, s_silent, CancellationToken.None));

    public async Task<IReadOnlyList<string>> LogsAsync(string sandbox, string service) => [.. Value(await system.ReadLogs.ExecuteAsync(
        new LogRequest { Sandbox = new SandboxId(sandbox), Services = [service], TailLines = 500, MaxBytes = 32 * 1024 }, CancellationToken.None)).Lines.Select(line => line.Text)];

    /// <summary>The address of the router in front of a service, as every caller gets it.</summary>
    public Uri Router(string service) => system.Baseline.Services.Single(candidate => candidate.Name == service).RouterAddress;

    public static JsonElement Json(RoutedRequestResult result) => JsonDocument.Parse(result.Response.Body).RootElement;

    public static T Value<T>(Result<T> result)
    {
        result.Failure?.ToString().Should().BeNull();
        return result.Value!;
    }
}
