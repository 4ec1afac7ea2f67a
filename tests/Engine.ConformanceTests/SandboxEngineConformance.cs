using System.Net;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.TestKit;

namespace AgentSandbox.Engine.ConformanceTests;

/// <summary>What every engine has to do; an engine's own class says only how to start a system on a repository.</summary>
public abstract partial class SandboxEngineConformance : IAsyncLifetime
{
    private TestRepository? _repository;
    private ISandboxSystem? _system;

    protected TestRepository Repository => _repository ?? throw new InvalidOperationException("Not initialised.");

    protected ISandboxSystem System => _system ?? throw new InvalidOperationException("Not initialised.");

    private SandboxDriver Agent => new(System, Repository.Root);

    public async Task InitializeAsync()
    {
        _repository = await TestRepository.CreateAsync();
        _system = await StartAsync(_repository);
    }

    public virtual async Task DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }

        _repository?.Dispose();
    }

    [ConformanceFact]
    public async Task UncommittedEdit_DeployedFork_AnswersKeyedRequestsOnly()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");

        await Agent.DeployReadyAsync("pr-1", "three");

        var keyed = await Agent.SendAsync("pr-1", "three", "/");
        SandboxDriver.Json(keyed).GetProperty("version").GetString().Should().Be("edited");
        keyed.Proof.Verdict.Should().Be(ProofVerdict.Routed);
        keyed.Proof.ForksMet.Should().Equal(new ForkMet("three", 1));
        using var client = new HttpClient();
        (await client.GetStringAsync(Agent.Router("three"))).Should().Contain("\"version\":\"v1\"");
    }

    [ConformanceTheory]
    [InlineData("one", 0)]
    [InlineData("two", 1)]
    [InlineData("three", 2)]
    public async Task ForkAtAnyHop_ChainRequest_IsProvenRouted(string forked, int hop)
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write($"{forked}/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", forked);

        var result = await Agent.SendAsync("pr-1", "one", "/chain");

        result.Proof.Verdict.Should().Be(ProofVerdict.Routed, result.Proof.Reason);
        result.Proof.Hops.Select(h => h.Service).Should().Equal("one", "two", "three");
        result.Proof.Hops[hop].Sandbox.Should().Be("pr-1");
        result.Proof.Hops[hop].Revision.Should().Be(1);
        result.Response.Body.Should().Contain("edited");
    }

    [ConformanceFact]
    public async Task KeyLostInAService_ForkBehindIt_IsNotRoutedAndNamesTheService()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        var result = await Agent.SendAsync("pr-1", "two", "/lose/key");

        result.Response.Status.Should().Be(200);
        result.Proof.Verdict.Should().Be(ProofVerdict.NotRouted);
        result.Proof.Lost!.Service.Should().Be("two");
        result.Proof.Lost.MetInstead.Should().Be("three");
        result.Proof.Lost.Certainty.Should().Be(ProofCertainty.Certain);
        result.Proof.ForksNotMet.Should().Equal("three");
    }

    [ConformanceFact]
    public async Task KeyAndTraceLost_ForkBehindIt_IsLostInOrAfterTheLastHop()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        var result = await Agent.SendAsync("pr-1", "two", "/lose/all");

        result.Proof.Verdict.Should().Be(ProofVerdict.NotRouted, result.Proof.Reason);
        result.Proof.Lost!.Service.Should().Be("two");
        result.Proof.Lost.Certainty.Should().Be(ProofCertainty.Possible);
        result.Proof.Reason.Should().Contain("in or after two");
    }

    [ConformanceFact]
    public async Task KeyKeptAndIdsLost_ForkBehindIt_IsUnproven_SinceItMayBeAnybodys()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        var result = await Agent.SendAsync("pr-1", "two", "/lose/ids");

        result.Response.Body.Should().Contain("edited");
        result.Proof.Verdict.Should().Be(ProofVerdict.Unproven, result.Proof.Reason);
        result.Proof.Reason.Should().Contain("three got 1 request(s) with the key");
    }

    [ConformanceFact]
    public async Task ForgedRouteHeader_ForkNotAsked_IsNotReached()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        var result = await Agent.SendAsync("pr-1", "one", "/forge");

        result.Proof.Verdict.Should().Be(ProofVerdict.NotReached);
        result.Response.Headers["x-sandbox-route"].Should().NotContain("forged");
    }

    [ConformanceFact]
    public async Task TwoForks_OneMet_TheOtherIsListed()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("two/version.txt", "edited");
        Repository.Write("three/version.txt", "edited");
        SandboxDriver.Value(await Agent.TryDeployAsync("pr-1"));

        var result = await Agent.SendAsync("pr-1", "three", "/");

        result.Proof.Verdict.Should().Be(ProofVerdict.Routed);
        result.Proof.ForksMet.Should().Equal(new ForkMet("three", 1));
        result.Proof.ForksNotMet.Should().Equal("two");
    }

    [ConformanceFact]
    public async Task PlanOrRecordingWrittenAfterDeploy_IsNoReasonToDeployAgain()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.DeployReadyAsync("pr-1", "three");

        Repository.Write("plans/new.yaml", "version: 1");
        Repository.Write("recordings/new.har", "{}");

        (await Agent.GetAsync("pr-1")).StaleServices.Should().BeEmpty();
        Repository.Write("plans/seed.sql", "of which a service may be built");
        (await Agent.GetAsync("pr-1")).StaleServices.Should().Equal("three");
    }

    [ConformanceFact]
    public async Task TreeEditedAfterDeploy_Answers_SayStale()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");
        (await Agent.GetAsync("pr-1")).StaleServices.Should().BeEmpty();

        Repository.Write("three/version.txt", "edited again");

        (await Agent.GetAsync("pr-1")).StaleServices.Should().Equal("three");
        (await Agent.SendAsync("pr-1", "three", "/")).StaleServices.Should().Equal("three");
    }

    [ConformanceFact]
    public async Task ProcessThatExitsAtStart_Redeploy_LeavesTheOldRevisionServing()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "good");
        await Agent.DeployReadyAsync("pr-1", "three");
        Repository.Write("three/exit-at-start.txt", "cannot open the frobnicator");

        var failed = await Agent.DeployAsync("pr-1", "three");

        failed.Phase.Should().Be(ForkPhase.Failed);
        failed.Revision.Should().Be(2);
        failed.Failure!.Code.Should().BeOneOf(FailureCodes.ExitedEarly, FailureCodes.CrashLoop);
        failed.Failure.Message.Should().Contain("exit code 3");
        failed.Failure.Evidence.Should().Contain(line => line.Contains("frobnicator"));
        var result = await Agent.SendAsync("pr-1", "three", "/");
        SandboxDriver.Json(result).GetProperty("version").GetString().Should().Be("good");
        result.Proof.ForksMet.Should().Equal(new ForkMet("three", 1));
    }

    [ConformanceFact]
    public async Task CrashedFork_KeyedRequest_IsRefusedAndNotAnsweredByTheBaseline()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.DeployReadyAsync("pr-1", "three");

        await Agent.TrySendAsync("pr-1", "three", "/crash");
        await Eventually.True(async () => (await Agent.GetAsync("pr-1")).Record.Forks["three"].Phase == ForkPhase.Crashed, "the crash is seen");

        var status = (await Agent.GetAsync("pr-1")).Record.Forks["three"];
        status.Failure!.Code.Should().Be(FailureCodes.ForkCrashed);
        status.Failure.Message.Should().Contain("SIGKILL");
        status.Failure.Evidence.Should().Contain(line => line.Contains("about to crash"));
        var result = await Agent.SendAsync("pr-1", "three", "/");
        result.Response.Status.Should().Be(503);
        result.Proof.Verdict.Should().Be(ProofVerdict.NotRouted);
    }

    [ConformanceFact]
    public async Task TwoDeploysAtOnce_TheNewestWins()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "older");
        Repository.Write("three/unhealthy.txt", "the older one is never ready, so that it is still on its way when the newer one is asked for");
        var older = Agent.TryDeployAsync("pr-1", "three");
        await Eventually.True(async () => (await Agent.GetAsync("pr-1")).Record.Spec.Forks.ContainsKey("three"), "the first deploy is written");
        Repository.Write("three/version.txt", "newer");
        Repository.Remove("three/unhealthy.txt");

        var newer = await Agent.TryDeployAsync("pr-1", "three");
        var told = SandboxDriver.Value(await older);

        SandboxDriver.Value(newer).View.Record.Forks["three"].Serving!.Revision.Should().Be(2);
        told.Deployed.Single().Revision.Should().Be(1);
        told.View.Record.Forks["three"].Revision.Should().Be(2);
        SandboxDriver.Json(await Agent.SendAsync("pr-1", "three", "/")).GetProperty("version").GetString().Should().Be("newer");
    }

    [ConformanceFact]
    public async Task DeletedSandbox_LeavesNothing_AndItsKeyIsRefused()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");
        (await Agent.SendAsync("pr-1", "three", "/daemon")).Response.Status.Should().Be(200);

        await Agent.DeleteAsync("pr-1");

        System.RunningForks().Should().BeEmpty();
        System.Leftovers().Should().BeEmpty();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-sandbox-key", "pr-1");
        (await client.GetAsync(Agent.Router("three"))).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await Agent.TrySendAsync("pr-1", "three", "/")).Failure!.Code.Should().Be(FailureCodes.SandboxEnded);
        (await Agent.TryDeployAsync("pr-1", "three")).Failure!.Code.Should().Be(FailureCodes.SandboxEnded);
        (await Agent.TryDeleteAsync("pr-1")).Failure!.Code.Should().Be(FailureCodes.SandboxEnded);
    }

    [ConformanceFact]
    public async Task DeletedFork_TheBaselineAnswersAgain()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        SandboxDriver.Value(await Agent.TryDeleteAsync("pr-1", "three")).Gone.Should().BeTrue();

        System.RunningForks().Should().BeEmpty();
        SandboxDriver.Json(await Agent.SendAsync("pr-1", "three", "/")).GetProperty("version").GetString().Should().Be("v1");
    }

    [ConformanceFact]
    public async Task RedeployUnderLoad_NoRequestFails()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "r1");
        await Agent.DeployReadyAsync("pr-1", "three");
        await using var load = new KeyedLoad(Agent.Router("three"), "pr-1");
        await load.UntilAsync(200);

        for (var i = 2; i <= 3; i++)
        {
            Repository.Write("three/version.txt", $"r{i}");
            await Agent.DeployReadyAsync("pr-1", "three");
            await load.UntilAsync(load.Answered + 200);
        }

        await load.StopAsync();
        load.Failures.Should().BeEmpty();
        load.Versions.Should().BeEquivalentTo("r1", "r2", "r3");
    }

    [ConformanceFact]
    public async Task RequestOnItsWayDuringRedeploy_IsAnsweredByTheRevisionThatBeganIt()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "old");
        await Agent.DeployReadyAsync("pr-1", "three");
        var signal = Path.Join(Repository.WorkRoot, "go");
        using var client = new HttpClient { DefaultRequestHeaders = { { "x-sandbox-key", "pr-1" } } };
        using var slow = await client.GetAsync(new Uri(Agent.Router("three"), $"/slow?until={signal}"), HttpCompletionOption.ResponseHeadersRead);

        Repository.Write("three/version.txt", "new");
        await Agent.DeployReadyAsync("pr-1", "three");
        await File.WriteAllTextAsync(signal, "go");

        (await slow.Content.ReadAsStringAsync()).Should().Be("old end");
        SandboxDriver.Json(await Agent.SendAsync("pr-1", "three", "/")).GetProperty("version").GetString().Should().Be("new");
        await Eventually.True(() => System.RunningForks().Count == 1, "the old revision is ended");
    }

    [ConformanceFact]
    public async Task LogsOfAFork_AreItsOwn()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.DeployReadyAsync("pr-1", "three");

        await Agent.SendAsync("pr-1", "three", "/log?text=a%20line%20of%20the%20fork");

        await Eventually.True(async () => (await Agent.LogsAsync("pr-1", "three")).Contains("a line of the fork"), "the line is read");
    }

    [ConformanceFact]
    public async Task ForksKnowTheirSandbox_TheBaselineDoesNot()
    {
        await Agent.CreateAsync("pr-1");
        await Agent.DeployReadyAsync("pr-1", "three");

        (await Agent.SendAsync("pr-1", "three", "/env/SANDBOX_NAME")).Response.Body.Should().Be("pr-1");
        using var client = new HttpClient();
        (await client.GetStringAsync(new Uri(Agent.Router("three"), "/env/SANDBOX_NAME"))).Should().Be("(none)");
    }

    [ConformanceFact]
    public async Task UnknownService_NamesTheNearest()
    {
        await Agent.CreateAsync("pr-1");

        var failure = (await Agent.TryDeployAsync("pr-1", "thre")).Failure!;

        failure.Code.Should().Be(FailureCodes.ServiceNotFound);
        failure.Hint.Should().Contain("'three'");
        (await Agent.TrySendAsync("pr-1", "tow", "/")).Failure!.Hint.Should().Contain("'two'");
        (await Agent.TryDeployAsync("pr-2", "three")).Failure!.Code.Should().Be(FailureCodes.SandboxNotFound);
    }

    [ConformanceFact]
    public async Task UnchangedTree_DeployWithoutServices_SaysSo()
    {
        await Agent.CreateAsync("pr-1");

        (await Agent.TryDeployAsync("pr-1")).Failure!.Code.Should().Be(FailureCodes.NothingChanged);
    }

    [ConformanceFact]
    public async Task AnotherTree_MayNotChangeASandbox_UnlessItTakesOver()
    {
        await Agent.CreateAsync("pr-1");
        var other = new SandboxDriver(System, await Repository.AddWorktreeAsync("feature"));

        (await other.TryDeployAsync("pr-1", "three")).Failure!.Code.Should().Be(FailureCodes.NotOwner);
        (await other.TryDeleteAsync("pr-1")).Failure!.Code.Should().Be(FailureCodes.NotOwner);
        (await Agent.GetAsync("pr-1")).Record.Spec.Owner.Tree.Should().Be(Agent.Tree);
    }

    [ConformanceFact]
    public async Task CompareWithBaseline_ShowsWhatDiffers()
    {
        await Agent.CreateAsync("pr-1");
        Repository.Write("three/version.txt", "edited");
        await Agent.DeployReadyAsync("pr-1", "three");

        var compared = SandboxDriver.Value(await Agent.TrySendAsync("pr-1", "three", "/", request => request with { CompareWithBaseline = true }));
        var refused = await Agent.TrySendAsync("pr-1", "three", "/", request => request with { Method = "POST", CompareWithBaseline = true });

        compared.Differences.Should().Contain("$.version: \"v1\" → \"edited\"");
        refused.Failure!.Code.Should().Be(FailureCodes.WouldMutate);
    }

    protected abstract Task<ISandboxSystem> StartAsync(TestRepository repository);
}
