using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.UnitTests.Tools;

public sealed class SandboxToolsTests
{
    [Fact]
    public async Task Create_ThenGet_TellsKeyLeaseOwnerAndNextStep()
    {
        await using var world = await ToolWorld.StartAsync();

        var created = await world.CallAsync(ToolNames.CreateSandbox, new { name = "pr-7", description = "a try", idle_minutes = 10 });
        var again = await world.CallAsync(ToolNames.CreateSandbox, new { name = "pr-7" });
        var shown = await world.CallAsync(ToolNames.GetSandbox, new { sandbox = "pr-7" });

        foreach (var (result, tool) in new[] { (created, ToolNames.CreateSandbox), (again, ToolNames.CreateSandbox), (shown, ToolNames.GetSandbox) })
        {
            await result.ShouldKeepItsContractAsync(tool);
            result.IsError.Should().NotBe(true, result.Text());
            result.String("sandbox").Should().Be("pr-7");
            result.String("phase").Should().Be("empty");
            result.Structure().GetProperty("seconds_left").GetInt32().Should().Be(600);
            result.String("expires_at").Should().Be("2026-01-02T03:14:05Z");
            result.String("owner").Should().Be("alice in /repo/default");
            result.String("next_step").Should().Be("Edit the code, then call deploy_fork with sandbox: pr-7.");
            result.Text().Should().Contain("baggage: sandbox=pr-7").And.Contain("a try");
        }

        again.Text().Should().Contain("It existed already");
    }

    [Fact]
    public async Task Get_OfAFailedFork_ShowsTheEvidence_AndIsNoErrorItself()
    {
        await using var world = await ToolWorld.StartAsync();
        var failure = new SandboxFailure { Code = "never_healthy", Category = FailureCategory.Configuration, Message = "It never answered.", Hint = "Look at its port.", Evidence = ["password=abcdefgh listening"] };
        await world.AddSandboxAsync(ForkPhase.Failed, failure, serving: 1);

        var result = await world.CallAsync(ToolNames.GetSandbox, new { sandbox = ToolWorld.Sandbox });

        await result.ShouldKeepItsContractAsync(ToolNames.GetSandbox);
        result.IsError.Should().NotBe(true);
        result.String("phase").Should().Be("degraded");
        result.Everything().Should().NotContain("abcdefgh").And.Contain("[redacted] listening");
        result.Structure().GetProperty("forks")[0].GetProperty("failure").GetProperty("code").GetString().Should().Be("never_healthy");
        result.Text().Should().Contain("never_healthy: It never answered.").And.Contain("| ").And.Contain("revision 1 serves").And.EndWith("Next: Look at its port.");
    }

    [Fact]
    public async Task Get_ThatWaits_AnswersWhenTheForkIsReady()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Building);
        var progress = new ProgressLog();

        var call = world.CallAsync(ToolNames.GetSandbox, new { sandbox = ToolWorld.Sandbox, wait_seconds = 25 }, progress);
        await progress.UntilAsync("orders revision 2 building; nothing serves");
        await world.ObserveAsync(ForkPhase.Ready);
        var result = await call;

        result.String("phase").Should().Be("ready");
        result.Text().Should().NotContain("clamped");
    }

    [Fact]
    public async Task Get_WithManyFailedForks_KeepsTheLimit_AndSaysWhatIsLeftOut()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready);
        var evidence = Enumerable.Range(0, 50).Select(i => $"at line {i} of a stack trace").ToList();
        var names = Enumerable.Range(0, 40).Select(i => $"service-{i:00}").ToList();
        await world.Store.UpdateAsync(new SandboxId(ToolWorld.Sandbox), record => record! with // AddSandboxAsync wrote it
        {
            Spec = record.Spec with { Forks = names.ToDictionary(name => name, name => record.Spec.Forks["orders"] with { Service = name }) },
            Forks = names.ToDictionary(name => name, name => record.Forks["orders"] with
            {
                Service = name,
                Phase = ForkPhase.Failed,
                Failure = new SandboxFailure { Code = "build_failed", Category = FailureCategory.Configuration, Message = $"Building {name} failed.", Hint = "Fix it.", Evidence = evidence },
            }),
        }, CancellationToken.None);

        var small = await world.CallAsync(ToolNames.GetSandbox, new { sandbox = ToolWorld.Sandbox });
        var large = await world.CallAsync(ToolNames.GetSandbox, new { sandbox = ToolWorld.Sandbox, max_bytes = 32768 });

        await small.ShouldKeepItsContractAsync(ToolNames.GetSandbox);
        await large.ShouldKeepItsContractAsync(ToolNames.GetSandbox, 32768);
        small.Text().Should().Contain("of 40 forks are left out; call get_sandbox with max_bytes: 32768");
        large.Structure().GetProperty("forks").GetArrayLength().Should().BeGreaterThan(small.Structure().GetProperty("forks").GetArrayLength());
    }

    [Fact]
    public async Task Delete_ThatIsDone_SaysSo_AndTheNextCallSaysWhenAndWhy()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready);

        var call = world.CallAsync(ToolNames.DeleteSandbox, new { sandbox = ToolWorld.Sandbox });
        var doomed = await world.UntilAsync(record => record.Spec.Deletion is not null);
        await world.Store.RemoveAsync(doomed.Spec.Id, "it was deleted by alice", CancellationToken.None);
        var result = await call;
        var afterwards = await world.CallAsync(ToolNames.GetSandbox, new { sandbox = ToolWorld.Sandbox });

        await result.ShouldKeepItsContractAsync(ToolNames.DeleteSandbox);
        result.Structure().GetProperty("gone").GetBoolean().Should().BeTrue();
        result.String("tree").Should().Be("/repo/default");
        await afterwards.ShouldKeepItsContractAsync(ToolNames.GetSandbox);
        afterwards.ErrorCode().Should().Be("sandbox_ended");
    }

    [Fact]
    public async Task Delete_ThatIsNotDone_GoesOn_AndSaysHowToWait()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready);

        var result = await world.CallAsync(ToolNames.DeleteSandbox, new { sandbox = ToolWorld.Sandbox, wait_seconds = -1 });

        await result.ShouldKeepItsContractAsync(ToolNames.DeleteSandbox);
        result.Structure().GetProperty("gone").GetBoolean().Should().BeFalse();
        result.Text().Should().Contain("get_sandbox with wait_seconds: 25").And.Contain("clamped from -1 to 0");
    }

    [Fact]
    public async Task ListSandboxes_InPages_ShowsEachOnce()
    {
        await using var world = await ToolWorld.StartAsync();
        for (var i = 0; i < 130; i++)
        {
            await world.AddSandboxAsync(ForkPhase.Ready, name: $"pr-{i:000}", description: "a \"long\" text about what this is for");
        }

        var names = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await world.CallAsync(ToolNames.ListSandboxes, new { cursor });
            await page.ShouldKeepItsContractAsync(ToolNames.ListSandboxes);
            page.Structure().GetProperty("total").GetInt32().Should().Be(130);
            names.AddRange(page.Structure().GetProperty("sandboxes").EnumerateArray().Select(sandbox => sandbox.GetProperty("sandbox").GetString()));
            cursor = page.Structure().TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
            page.Text().Contains($"next_cursor: {cursor}", StringComparison.Ordinal).Should().Be(cursor is not null);
        }
        while (cursor is not null);

        names.Should().Equal(Enumerable.Range(0, 130).Select(i => $"pr-{i:000}"));
    }

    [Fact]
    public async Task Description_WithASecretAtItsCut_ShowsNoPartOfIt()
    {
        await using var world = await ToolWorld.StartAsync();
        world.Secrets.Add(["s3cr3t-of-config"]);
        foreach (var length in new[] { 150, 190 })
        {
            await world.AddSandboxAsync(ForkPhase.Ready, name: $"pr-{length}", description: new string('d', length) + "s3cr3t-of-config");
            (await world.CallAsync(ToolNames.GetSandbox, new { sandbox = $"pr-{length}" })).Everything().Should().NotContain("s3cr3t");
        }

        (await world.CallAsync(ToolNames.ListSandboxes)).Everything().Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task ListSandboxes_Mine_NamesTheTree()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready, name: "mine");
        await world.AddSandboxAsync(ForkPhase.Ready, name: "theirs", tree: "/other");

        var mine = await world.CallAsync(ToolNames.ListSandboxes, new { mine = true });
        var theirs = await world.CallAsync(ToolNames.ListSandboxes, new { mine = true, worktree = "/other" });

        mine.Text().Should().Contain("- mine ready").And.NotContain("theirs").And.Contain("tree: /repo/default");
        theirs.Text().Should().Contain("- theirs ready").And.NotContain("- mine");
    }

    [Fact]
    public async Task ListServices_InPages_ShowsUrlsForksAndWhatToKnowOfTrunk()
    {
        await using var world = await ToolWorld.StartAsync();
        await world.AddSandboxAsync(ForkPhase.Ready);
        world.Engine.Info = world.Engine.Info with { TrunkCommit = "ffffffffffffffff", Note = "Trunk has no file yet." };
        world.Engine.Services = [.. world.Engine.Services, .. Enumerable.Range(0, 60).Select(i => ToolWorld.Service($"x-{i:00}"))];

        var first = await world.CallAsync(ToolNames.ListServices);
        var second = await world.CallAsync(ToolNames.ListServices, new { cursor = first.String("next_cursor") });
        var none = await world.CallAsync(ToolNames.ListServices, new { query = "no such service" });

        await first.ShouldKeepItsContractAsync(ToolNames.ListServices);
        await second.ShouldKeepItsContractAsync(ToolNames.ListServices);
        await none.ShouldKeepItsContractAsync(ToolNames.ListServices);
        first.Text().Should().Contain("- orders: ready; http://127.0.0.1:4000/orders; process, http; source services/orders; forked by pr-1").And.Contain("main has moved to ffffffffff").And.Contain("note: Trunk has no file yet.");
        first.Structure().GetProperty("services")[0].GetProperty("url").GetString().Should().Be("http://127.0.0.1:4000/orders");
        second.Structure().GetProperty("services")[0].GetProperty("service").GetString().Should().StartWith("x-");
        none.Structure().GetProperty("services").GetArrayLength().Should().Be(0);
    }

    public static TheoryData<string, string, string[]> WrongCalls => new()
    {
        { ToolNames.ListServices, """{"quary":"x","max_bytes":"many"}""", ["did you mean 'query'", "'max_bytes' must be an integer"] },
        { ToolNames.CreateSandbox, """{"nam":"x","take_over":"yes"}""", ["did you mean 'name'", "'take_over' must be a boolean"] },
        { ToolNames.DeployFork, """{"services":"orders","waitSeconds":3}""", ["Missing required argument 'sandbox'", "'services' must be an array", "did you mean 'wait_seconds'"] },
        { ToolNames.GetSandbox, """{"name":"x"}""", ["Missing required argument 'sandbox'", "Unknown argument 'name'"] },
        { ToolNames.ListSandboxes, """{"mine":"me"}""", ["'mine' must be a boolean"] },
        { ToolNames.SendRoutedRequest, """{"sandbox":"x","headers":{"a":1},"body":{}}""", ["'path'", "'service'", "'headers.a' must be a string", "'body' must be a string"] },
        { ToolNames.ReadLogs, """{"level":"fatal","service":"orders"}""", ["'level' must be one of all, warn, error", "did you mean 'services'"] },
        { ToolNames.DeleteSandbox, "{}", ["Missing required argument 'sandbox'"] },
    };

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public async Task WrongArguments_AreAllNamed(string tool, string arguments, string[] named)
    {
        await using var world = await ToolWorld.StartAsync();

        var result = await world.CallAsync(tool, System.Text.Json.JsonDocument.Parse(arguments).RootElement);

        await result.ShouldKeepItsContractAsync(tool);
        result.ErrorCode().Should().Be("invalid_arguments");
        foreach (var part in named)
        {
            result.Text().Should().Contain(part);
        }
    }

    [Theory]
    [InlineData("with spaces")]
    [InlineData("a/b")]
    [InlineData("-x")]
    [InlineData("X")]
    [InlineData("\u001b[31mred")]
    public async Task UnusableNames_AreRefusedByEveryTool(string name)
    {
        await using var world = await ToolWorld.StartAsync();
        foreach (var (tool, arguments) in new (string, object)[]
        {
            (ToolNames.CreateSandbox, new { name }),
            (ToolNames.DeployFork, new { sandbox = name }),
            (ToolNames.GetSandbox, new { sandbox = name + new string('x', 300) }),
            (ToolNames.SendRoutedRequest, new { sandbox = name, service = "web", path = "/" }),
            (ToolNames.ReadLogs, new { sandbox = name }),
            (ToolNames.DeleteSandbox, new { sandbox = name }),
        })
        {
            var result = await world.CallAsync(tool, arguments);

            await result.ShouldKeepItsContractAsync(tool);
            result.ErrorCode().Should().Be("invalid_name");
            result.Everything().Should().NotContain("\u001b");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task UnusableWorktree_IsRefused(string worktree)
    {
        await using var world = await ToolWorld.StartAsync();

        var result = await world.CallAsync(ToolNames.CreateSandbox, new { name = "x", worktree });

        await result.ShouldKeepItsContractAsync(ToolNames.CreateSandbox);
        result.ErrorCode().Should().Be("tree_unavailable");
        world.Store.List().Should().BeEmpty();
    }
}
