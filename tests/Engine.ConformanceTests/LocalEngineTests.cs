using System.Net;
using System.Net.Sockets;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>The local engine: the whole suite, and what only it promises.</summary>
public sealed class LocalEngineTests : SandboxEngineConformance
{
    private SandboxDriver Agent => new(System, Repository.Root);

    [Fact]
    public async Task HostRestarted_SandboxesWorkAgain_OnTheSamePorts()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "r1");
        await Agent.DeployReadyAsync("pr-1", "three");
        Repository.Write("three/version.txt", "r2");
        await Agent.DeployReadyAsync("pr-1", "three");
        var router = Agent.Router("three");

        await System.DisposeAsync();
        await using var again = await LocalSystem.StartAsync(Repository);
        var agent = new SandboxDriver(again, Repository.Root);
        await Eventually.True(() => again.RunningForks().Count > 0 && again.Engine.IsRunning(new SandboxId("pr-1"), "three", 2), "the fork runs again");

        agent.Router("three").Should().Be(router);
        await Eventually.True(async () => (await agent.SendAsync("pr-1", "three", "/")).Proof.Verdict == ProofVerdict.Routed, "the fork answers");
        var result = await agent.SendAsync("pr-1", "three", "/");
        SandboxDriver.Json(result).GetProperty("version").GetString().Should().Be("r2");
        result.Proof.ForksMet.Should().Equal(new ForkMet("three", 2));
        await agent.DeleteAsync("pr-1");
        again.Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task CacheRemoved_ForkAndSandboxCanStillBeDeleted()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.DeployReadyAsync("pr-1", "three");
        foreach (var directory in System.Leftovers())
        {
            Directory.Delete(directory, recursive: true);
        }

        await System.Engine.RemoveForkAsync(new SandboxId("pr-1"), "three", 1, CancellationToken.None);

        System.RunningForks().Should().BeEmpty();
        await Agent.DeleteAsync("pr-1");
    }

    [Fact]
    public async Task LockLeftInTheBaselinesWorktree_UpdateStillMovesIt()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "v2");
        await Repository.CommitAllAsync("second");
        var link = await File.ReadAllTextAsync(Path.Join(BaselineTree(), ".git"));
        await File.WriteAllTextAsync(Path.Join(link["gitdir: ".Length..].Trim(), "index.lock"), "");

        var updated = await System.Baseline.UpdateAsync(CancellationToken.None);

        updated.Failure.Should().BeNull();
        (await File.ReadAllTextAsync(Path.Join(BaselineTree(), "three", "version.txt"))).Should().Be("v2");
    }

    [Fact]
    public async Task CrashWhileTheBaselinesFilesWereWritten_TheNextStartWritesThemAgain()
    {
        var file = Path.Join(BaselineTree(), "three", "version.txt");
        await System.DisposeAsync();
        File.Delete(file);
        using (var journal = Journal.Open(Path.Join(Repository.Root, ".git", "agent-sandbox", "journal")))
        {
            journal.Put("baseline/placing", "the commit that was being written");
        }

        await using var again = await LocalSystem.StartAsync(Repository);

        File.Exists(file).Should().BeTrue();
    }

    [Fact]
    public async Task FailingBuild_TellsItsLines_AndTheOldRevisionServes()
    {
        var agent = await WithThreeAsync("build: [\"sh\", \"build.sh\"]");
        agent.Repository.Write("three/build.sh", "exit 0");
        await agent.Driver.CreateAsync("pr-1");
        await agent.Driver.DeployReadyAsync("pr-1", "three");
        agent.Repository.Write("three/build.sh", "echo 'Program.cs(3,1): error CS1002: ; expected'; i=0; while [ $i -lt 60000 ]; do echo \"noise $i\"; i=$((i+1)); done; exit 7");

        var status = await agent.Driver.DeployAsync("pr-1", "three");

        status.Failure!.Code.Should().Be(FailureCodes.BuildFailed);
        status.Failure.Message.Should().Contain("exit code 7");
        status.Failure.Evidence.Should().HaveCountLessThan(60).And.Contain("noise 59999");
        status.Serving!.Revision.Should().Be(1);
        (await agent.Driver.SendAsync("pr-1", "three", "/")).Proof.ForksMet.Should().Equal(new ForkMet("three", 1));
    }

    [Fact]
    public async Task HangingBuild_IsEndedAtItsLimit_WithAllItsProcesses()
    {
        var agent = await WithThreeAsync("build: [\"sh\", \"-c\", \"echo waiting; sleep 500 & sleep 500\"]", "limits: { buildTimeout: 2s }");
        await agent.Driver.CreateAsync("pr-1");

        var status = await agent.Driver.DeployAsync("pr-1", "three");

        status.Failure!.Code.Should().Be(FailureCodes.BuildTimedOut);
        status.Failure.Evidence.Should().Contain("waiting");
        agent.System.RunningForks().Should().BeEmpty();
    }

    [Fact]
    public async Task CommandThatDoesNotExist_IsNamed_WithThePathThatWasSearched()
    {
        var agent = await WithThreeAsync("build: no-such-tool --fast");
        await agent.Driver.CreateAsync("pr-1");

        var status = await agent.Driver.DeployAsync("pr-1", "three");

        status.Failure!.Code.Should().Be(FailureCodes.CommandNotStarted);
        status.Failure.Hint.Should().Contain("no-such-tool");
        status.Failure.Evidence.Should().ContainSingle(line => line.StartsWith("PATH searched: "));
    }

    [Fact]
    public async Task ServiceThatNeverAnswers_FailsAtItsLimit_WithTheLastProbe()
    {
        var agent = await WithThreeAsync("", service: TestRepository.Service("three", null).Replace("timeout: 60s", "timeout: 10s"));
        await agent.Driver.CreateAsync("pr-1");
        agent.Repository.Write("three/unhealthy.txt", "");

        var status = await agent.Driver.DeployAsync("pr-1", "three");

        status.Failure!.Code.Should().Be(FailureCodes.NeverHealthy);
        status.Failure.Message.Should().Contain("GET /healthz answered 503");
        agent.System.RunningForks().Should().BeEmpty();
        var sent = await agent.Driver.TrySendAsync("pr-1", "three", "/");
        sent.Failure!.Code.Should().Be(FailureCodes.ForkNotReady);
    }

    [Fact]
    public async Task ServiceOfTheBranchAlone_CanBeForked_AndItsBaselineIs404()
    {
        Repository.Write("four/version.txt", "new");
        Repository.Write("agent-sandbox.yaml", TestRepository.Configuration(
            TestRepository.Service("one", "two"), TestRepository.Service("two", "four"), TestRepository.Service("three", null), TestRepository.Service("four", null)));
        await Agent.CreateAsync("pr-1");

        var deployed = SandboxDriver.Value(await Agent.TryDeployAsync("pr-1", "two", "four"));

        var result = await Agent.SendAsync("pr-1", "one", "/chain");
        result.Proof.Hops.Select(hop => hop.Service).Should().Equal("one", "two", "four");
        result.Proof.ForksMet.Should().HaveCount(2);
        deployed.View.Notes.Should().Contain(note => note.Contains("services.four: only on the branch"));
        using var client = new HttpClient();
        (await client.GetAsync(Agent.Router("four"))).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task TrunkMoves_BaselineStays_UntilItIsUpdated()
    {
        using var client = new HttpClient();
        (await client.GetStringAsync(Agent.Router("three"))).Should().Contain("v1");
        Repository.Write("three/version.txt", "v2");
        await Repository.CommitAllAsync("second");

        (await System.Baseline.DescribeAsync(CancellationToken.None)).IsBehind.Should().BeTrue();
        (await client.GetStringAsync(Agent.Router("three"))).Should().Contain("v1");
        var updated = SandboxDriver.Value(await System.Baseline.UpdateAsync(CancellationToken.None));

        updated.IsBehind.Should().BeFalse();
        (await client.GetStringAsync(Agent.Router("three"))).Should().Contain("v2");
        (await Repository.GitAsync("status", "--porcelain", "--branch")).Should().Contain("main");
    }

    [Fact]
    public async Task Ref_CanBeDeployed_InsteadOfTheTree()
    {
        await Repository.GitAsync("checkout", "-q", "-b", "feature");
        Repository.Write("three/version.txt", "committed");
        await Repository.CommitAllAsync("change");
        await Repository.GitAsync("checkout", "-q", "--detach", "main");
        await Agent.CreateAsync("pr-1");

        var deployed = SandboxDriver.Value(await System.DeployFork.ExecuteAsync(
            new() { Caller = await Agent.CallerAsync(), Sandbox = new SandboxId("pr-1"), Ref = "feature", Wait = TestTimeouts.Default }, new Progress<SandboxRecord>(), CancellationToken.None));

        deployed.Deployed.Single().Service.Should().Be("three");
        deployed.View.StaleServices.Should().BeEmpty();
        SandboxDriver.Json(await Agent.SendAsync("pr-1", "three", "/")).GetProperty("version").GetString().Should().Be("committed");
    }

    [Fact]
    public async Task WithoutGit_TheWorkingDirectoryIsTheBaseline_AndForksAreSnapshots()
    {
        using var repository = await TestRepository.CreateAsync(git: false);
        await using var system = await LocalSystem.StartAsync(repository);
        var agent = new SandboxDriver(system, repository.Root);
        await agent.CreateAsync("pr-1");
        repository.Write("three/version.txt", "edited");

        await agent.DeployReadyAsync("pr-1", "three");

        SandboxDriver.Json(await agent.SendAsync("pr-1", "three", "/")).GetProperty("version").GetString().Should().Be("edited");
        (await agent.TryDeployAsync("pr-1")).Failure!.Hint.Should().Contain("'services'");
        await agent.DeleteAsync("pr-1");
        system.Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task DeletedWorktree_IsSaid_AndItsSandboxCanStillBeRead()
    {
        var tree = await Repository.AddWorktreeAsync("feature");
        var agent = new SandboxDriver(System, tree);
        await agent.CreateAsync("feature");
        Repository.Write("three/version.txt", "edited", tree);
        await agent.DeployReadyAsync("feature", "three");
        var caller = await agent.CallerAsync();
        Directory.Delete(tree, recursive: true);

        var deployed = await System.DeployFork.ExecuteAsync(
            new() { Caller = caller, Sandbox = new SandboxId("feature"), Services = ["three"] }, new Progress<SandboxRecord>(), CancellationToken.None);

        deployed.Failure!.Code.Should().Be(FailureCodes.TreeUnavailable);
        (await System.Callers.ResolveAsync(tree, null, CancellationToken.None)).Failure!.Code.Should().Be(FailureCodes.TreeUnavailable);
        (await Agent.GetAsync("feature")).Record.Phase.Should().Be(SandboxPhase.Ready);
        (await Agent.SendAsync("feature", "three", "/")).Proof.Verdict.Should().Be(ProofVerdict.Routed);
    }

    [Fact]
    public async Task PortOfTheRouterInUse_IsNamed()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        using var repository = await TestRepository.CreateAsync(TestRepository.Configuration(TestRepository.Service("three", null, $"    port: {port}")));

        var start = async () => await LocalSystem.StartAsync(repository);

        (await start.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain(FailureCodes.PortInUse).And.Contain($"{port}");
    }

    [Fact]
    public async Task EmptyRepository_SaysThatTrunkNamesNoCommit()
    {
        using var repository = await TestRepository.CreateAsync(git: false);
        await repository.GitAsync("init", "-q", "-b", "main");

        var start = async () => await LocalSystem.StartAsync(repository);

        (await start.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain(FailureCodes.ConfigurationInvalid).And.Contain("'main' names no commit");
    }

    [Fact]
    public async Task DetachedHead_NamesTheSandboxByItsFolder()
    {
        await Repository.GitAsync("checkout", "-q", "--detach", "main");

        var created = SandboxDriver.Value(await System.CreateSandbox.ExecuteAsync(new() { Caller = await Agent.CallerAsync() }, CancellationToken.None));

        created.Record.Spec.Id.Value.Should().Be("repository");
    }

    [Fact]
    public async Task BaselineThatEnds_StartsAgainWithTheNextRequest()
    {
        using var client = new HttpClient();
        var first = await client.GetStringAsync(Agent.Router("three"));
        await client.GetAsync(new Uri(Agent.Router("three"), "/crash"));

        await Eventually.True(async () => await client.GetAsync(Agent.Router("three")) is { IsSuccessStatusCode: true }, "the baseline answers again");

        (await client.GetStringAsync(Agent.Router("three"))).Should().NotBe(first);
    }

    [Fact]
    public async Task SecretInTheEnvironmentOfADeploy_IsRefused_BecauseItWouldBeStored()
    {
        await Agent.CreateAsync("pr-1");

        var refused = await System.DeployFork.ExecuteAsync(
            new() { Caller = await Agent.CallerAsync(), Sandbox = new SandboxId("pr-1"), Services = ["three"], Environment = new Dictionary<string, string> { ["API_TOKEN"] = "x", ["1"] = "y" } },
            new Progress<SandboxRecord>(),
            CancellationToken.None);

        refused.Failure!.Message.Should().Contain("'API_TOKEN' looks like a secret").And.Contain("'1' is not the name");
    }

    [Fact]
    public async Task TwentyAgentsInTwentyWorktrees_DoNotMeetEachOther()
    {
        var agents = new List<SandboxDriver>();
        for (var i = 0; i < 20; i++)
        {
            agents.Add(new SandboxDriver(System, await Repository.AddWorktreeAsync($"agent-{i}")));
        }

        await Task.WhenAll(agents.Select(async (agent, i) =>
        {
            await agent.CreateAsync($"agent-{i}");
            Repository.Write("three/version.txt", $"by agent {i}", agent.Tree);
            SandboxDriver.Value(await agent.TryDeployAsync($"agent-{i}"));
        }));

        await Task.WhenAll(agents.Select(async (agent, i) =>
        {
            var result = await agent.SendAsync($"agent-{i}", "one", "/chain");
            result.Proof.Verdict.Should().Be(ProofVerdict.Routed, result.Proof.Reason);
            result.Proof.Hops.Should().OnlyContain(hop => hop.Key == $"agent-{i}");
            result.Response.Body.Should().Contain($"by agent {i}\\");
        }));
        await Task.WhenAll(agents.Select((agent, i) => agent.DeleteAsync($"agent-{i}")));
        System.RunningForks().Should().BeEmpty();
        System.Leftovers().Should().BeEmpty();
    }

    protected override async Task<ISandboxSystem> StartAsync(TestRepository repository) => await LocalSystem.StartAsync(repository);

    /// <summary>A system whose service three has more in its configuration; disposed with the test's own.</summary>
    private async Task<(TestRepository Repository, LocalSystem System, SandboxDriver Driver)> WithThreeAsync(string extra, string top = "", string? service = null)
    {
        var three = service ?? TestRepository.Service("three", null, $"    {extra}");
        var repository = await TestRepository.CreateAsync(TestRepository.Configuration(three) + top + "\n");
        var system = await LocalSystem.StartAsync(repository);
        _own.Add((repository, system));
        return (repository, system, new SandboxDriver(system, repository.Root));
    }

    private readonly List<(TestRepository Repository, LocalSystem System)> _own = [];

    public override async Task DisposeAsync()
    {
        foreach (var (repository, system) in _own)
        {
            await system.DisposeAsync();
            repository.Dispose();
        }

        await base.DisposeAsync();
    }

    private string BaselineTree() => Directory.GetDirectories(Repository.WorkRoot).Select(work => Path.Join(work, "baseline", "tree")).Single(Directory.Exists);
}
