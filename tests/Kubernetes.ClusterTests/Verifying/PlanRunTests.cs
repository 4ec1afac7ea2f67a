using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using AgentSandbox.Engine.ConformanceTests;
using AgentSandbox.Kubernetes.ClusterTests.Conformance;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Verdicts;
using AgentSandbox.Orchestration.UseCases.Verification;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests.Verifying;

/// <summary>Runs of plans as others see them: beside their sandbox, with a heartbeat.</summary>
[Collection(VerifyingCollection.Name)]
public sealed class PlanRunTests(ClusterBaselineFixture fixture)
{
    [OurClusterFact]
    public async Task RunOfOneHost_IsSeenAndWaitedForByAnotherUsers_AndGoesWithItsSandbox()
    {
        await using var runner = await ForkedSystem.StartAsync(fixture);
        using var user = await ClusterUser.CreateAsync(fixture, "reader");
        using var repository = await TestRepository.CreateAsync();
        await using var reader = await ClusterSystem.StartAsync(repository, fixture, user.Kubeconfigs);
        var signal = Path.Join(runner.Repository.WorkRoot, "go");
        var begun = (await runner.RunAsync(Plan(signal), TimeSpan.Zero)).Record;

        var map = (await fixture.Api.GetAsync(ResourceKinds.ConfigMaps, fixture.Namespace, $"pr-1-run-{begun.Id}", CancellationToken.None)).Get();
        map.Labels().Should().Contain(KnownNames.ManagedByLabel, KnownNames.ManagedBy).And.Contain(KnownNames.SandboxLabel, "pr-1");
        await Eventually.True(async () => Step(await LookAsync(reader, null), "slow") == StepState.Running, "the other user's host sees what the run does");
        var waiting = LookAsync(reader, begun.Id, TestTimeouts.Default);
        await File.WriteAllTextAsync(signal, "");
        var seen = await waiting;

        seen.Verdict!.Verdict.Should().Be(Verdict.Pass, seen.Verdict.Reason);
        var own = await LookAsync(runner.System, begun.Id);
        seen.Should().BeEquivalentTo(own, options => options.ComparingByMembers<RunRecord>().Excluding(run => run.Steps));
        seen.Steps.Select(step => (step.Id, step.State, step.Summary, step.Evidence.Count)).Should().Equal(own.Steps.Select(step => (step.Id, step.State, step.Summary, step.Evidence.Count)));
        (await LookAsync(reader, "20300101-000000-000-none", fails: true)).Should().Be(FailureCodes.RunNotFound);

        await runner.Agent.DeleteAsync("pr-1");
        await Eventually.True(async () => (await RunMapsAsync()).Count == 0, "runs go with their sandbox");
    }

    [OurClusterFact]
    public async Task HostKilledInTheMiddle_OthersReadThatTheRunnerIsLost_AndItsKeyEnds()
    {
        await using var reader = await ForkedSystem.StartAsync(fixture);
        using var user = await ClusterUser.CreateAsync(fixture, "runner");
        using var repository = await TestRepository.CreateAsync();
        await ClusterSystem.ConfigureAsync(repository);
        await using var host = new ProductHost(repository) { Variables = new Dictionary<string, string> { ["KUBECONFIG"] = user.Kubeconfigs } };
        var signal = Path.Join(repository.WorkRoot, "never");
        repository.Write("plans/lost.yaml", Plan(signal));
        var waiting = host.RunAsync("plan", "run", "pr-1", "lost");
        await Eventually.True(async () => await MayLookAsync(reader.System) is { } run && Step(run, "quick") == StepState.Passed && Step(run, "slow") == StepState.Running, "the run is seen");
        var killed = DateTimeOffset.UtcNow;
        using (var process = Process.GetProcessById(host.Pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        // The next host of the same repository knows at once; everybody else by the heartbeats that stay away.
        (await waiting).ExitCode.Should().Be(2);
        var key = (await LookAsync(reader.System, null)).Key;
        (await StatusAsync(reader, key)).Should().Be(HttpStatusCode.OK, "the key is still in force");
        await Eventually.True(async () => (await LookAsync(reader.System, null)).Verdict is not null, "the run is lost");
        var lost = await LookAsync(reader.System, null, TestTimeouts.Default);
        lost.Verdict!.Verdict.Should().Be(Verdict.Inconclusive);
        lost.Verdict.Reason.Should().Contain("runner lost").And.Contain("heartbeat");
        lost.EndedAt.Should().BeNull();
        Step(lost, "quick").Should().Be(StepState.Passed);
        Step(lost, "slow").Should().Be(StepState.Inconclusive);

        var entry = await KeyEntryAsync(key);
        entry.TimeAt("expiresAt").Should().BeBefore(killed.AddMinutes(10).AddSeconds(30)).And.BeAfter(killed);
        await ExpireAsync(key, killed); // as ten minutes would
        await Eventually.True(async () => await StatusAsync(reader, key) == HttpStatusCode.Gone, "the key ends by itself");

        Runs(signal).Should().BeTrue("nobody has ended the killed host's command so far");
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        Runs(signal).Should().BeFalse("the next host ends what a killed one left");
    }

    /// <summary>Whether a program runs on this machine that was started with this text.</summary>
    private static bool Runs(string text) => Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Any(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Join(folder, "cmdline")).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile
        }
    });

    [OurClusterFact]
    public async Task RunsBeyondTwenty_OldestGo()
    {
        await using var runner = await ForkedSystem.StartAsync(fixture);
        var ids = new List<string>();
        for (var i = 0; i < 22; i++)
        {
            ids.Add((await runner.RunAsync("version: 1\npurpose: Short\nparameters: { n: { default: 1 } }\nsteps: [{ id: sums, check: { $.params.n: 1 } }]\n")).Record.Id);
        }

        await Eventually.True(async () => (await RunMapsAsync()).Count == 20, "twenty are kept");
        (await RunMapsAsync()).Select(map => map.Name()).Should().Contain($"pr-1-run-{ids[^1]}").And.NotContain($"pr-1-run-{ids[0]}");
    }

    [OurClusterFact]
    public async Task RunThatMayNotBeKept_DoesNotBegin_AndNamesTheRight()
    {
        await using var runner = await ForkedSystem.StartAsync(fixture);
        using var user = await ClusterUser.CreateAsync(fixture, "poor");
        var role = (await fixture.Api.GetAsync(ResourceKinds.Roles, fixture.Namespace, "agent-sandbox-user", CancellationToken.None)).Get().Copy();
        role["metadata"] = new JsonObject { ["name"] = "without-maps", ["namespace"] = fixture.Namespace };
        role["rules"] = new JsonArray([.. role.ObjectsAt("rules").Where(rule => !rule.ListAt("resources").Contains("configmaps")).Select(rule => rule.DeepClone())]);
        (await fixture.Api.CreateAsync(ResourceKinds.Roles, role, CancellationToken.None)).Should().BeSuccess();
        (await fixture.Api.DeleteAsync(ResourceKinds.RoleBindings, fixture.Namespace, "poor", DeleteOptions.Usual, CancellationToken.None)).Should().BeSuccess();
        var binding = TestNamespace.Object(ResourceKinds.RoleBindings, "poor-without-maps", fixture.Namespace);
        binding["roleRef"] = JsonNode.Parse("""{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"without-maps"}""");
        binding["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "poor", ["namespace"] = fixture.Namespace });
        (await fixture.Api.CreateAsync(ResourceKinds.RoleBindings, binding, CancellationToken.None)).Should().BeSuccess();
        using var repository = await TestRepository.CreateAsync();
        await using var poor = await ClusterSystem.StartAsync(repository, fixture, user.Kubeconfigs);
        var caller = await new SandboxDriver(poor, repository.Root).CallerAsync();

        var refused = await poor.UseCases.RunPlan.ExecuteAsync(
            new RunPlanRequest { Caller = caller, Sandbox = ForkedSystem.Sandbox, Inline = Plan("/nowhere"), Wait = TimeSpan.Zero }, new Progress<RunView>(), CancellationToken.None);

        refused.Should().FailWith(FailureCodes.Forbidden).Message.Should().Contain("create configmaps");
        (await fixture.Api.GetAsync(ResourceKinds.Sandboxes, fixture.Namespace, "pr-1", CancellationToken.None)).Get().ObjectsAt("spec", "runKeys").Should().BeEmpty("the key of the run ended too");
    }

    private static string Plan(string signal) => $$"""
        version: 1
        purpose: A run that takes until a file appears
        parameters: { n: { default: 1 } }
        steps:
          - id: quick
            request: { service: three, path: / }
            expect: { json: { "$.version": edited } }
          - id: slow
            after: [quick]
            run: { command: [sh, -c, "until [ -e '{{signal}}' ]; do sleep 0.1; done"], servedBy: any }
        """;

    private static StepState Step(RunRecord run, string id) => run.Steps.Single(step => step.Id == id).State;

    private static async Task<RunRecord> LookAsync(ClusterSystem system, string? run, TimeSpan wait = default) => SandboxDriver.Value(await ReadAsync(system, run, wait)).Record;

    private static async Task<string?> LookAsync(ClusterSystem system, string run, bool fails) =>
        await ReadAsync(system, run, TimeSpan.Zero) is { Failure: { } failure } && fails ? failure.Code : null;

    private static async Task<RunRecord?> MayLookAsync(ClusterSystem system) => (await ReadAsync(system, null, TimeSpan.Zero)).Value?.Record;

    private static Task<Result<RunView>> ReadAsync(ClusterSystem system, string? run, TimeSpan wait) =>
        system.UseCases.GetPlanRun.ExecuteAsync(ForkedSystem.Sandbox, run, wait, new Progress<RunView>(), CancellationToken.None);

    private async Task<IReadOnlyList<JsonObject>> RunMapsAsync() =>
        (await fixture.Api.ListAsync(ResourceKinds.ConfigMaps, fixture.Namespace, new ListOptions { LabelSelector = $"{KnownNames.SandboxLabel}=pr-1" }, CancellationToken.None)).Get().Items;

    private static async Task<HttpStatusCode> StatusAsync(ForkedSystem system, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, system.Agent.Router("three"));
        request.Headers.Add("x-sandbox-key", key);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<JsonObject> KeyEntryAsync(string key) =>
        (await fixture.Api.GetAsync(ResourceKinds.Sandboxes, fixture.Namespace, "pr-1", CancellationToken.None)).Get().ObjectsAt("spec", "runKeys").Single(entry => entry.TextAt("key") == key);

    private async Task ExpireAsync(string key, DateTimeOffset end)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["runKeys"] = new JsonArray(new JsonObject { ["key"] = key, ["expiresAt"] = $"{end:yyyy-MM-ddTHH:mm:ssZ}" }) } };
        (await fixture.Api.PatchAsync(ResourceKinds.Sandboxes, fixture.Namespace, "pr-1", new ObjectPatch(PatchKind.Merge, patch), CancellationToken.None)).Should().BeSuccess();
    }
}
