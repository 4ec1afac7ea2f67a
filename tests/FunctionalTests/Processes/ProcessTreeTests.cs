using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.FunctionalTests.Processes;

public sealed class ProcessTreeTests : IAsyncLifetime
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(20);

    private readonly ProcessBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [LinuxFact]
    public async Task Stop_PoliteProgram_EndsByItself()
    {
        var child = _bench.Start(_bench.Sh("trap 'echo bye; exit 7' TERM; echo ready; sleep 1000 & wait"));
        await _bench.Printed("ready");

        await child.StopAsync(s_grace, CancellationToken.None);

        (await child.Exited).Should().Be(new ProcessExit(7, null));
        _bench.Output().Should().Contain("bye");
    }

    [LinuxFact]
    public async Task Stop_IgnoresTerm_KilledAfterTheGrace()
    {
        var child = _bench.Start(_bench.Sh("trap '' TERM; sh -c 'echo $$ > inner; while :; do sleep 1000; done' & while :; do wait; done"));
        var inner = await _bench.Written("inner");

        await child.StopAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None);

        (await child.Exited).Should().Be(new ProcessExit(null, 9));
        _bench.Table.IsAlive(inner).Should().BeFalse();
    }

    [LinuxFact]
    public async Task Stop_StoppedProcess_StillEndsPolitely()
    {
        var child = _bench.Start(_bench.Sh("trap 'exit 3' TERM; echo ready; kill -STOP $$; sleep 1000 & wait"));
        await _bench.Printed("ready");
        await Eventually.True(() => File.ReadAllText($"/proc/{child.Identity.Pid}/stat").Contains(") T "));

        await child.StopAsync(s_grace, CancellationToken.None);

        (await child.Exited).Code.Should().Be(3);
    }

    [LinuxFact]
    public async Task Stop_GrandchildWithItsOwnSessionAndNoParent_EndsToo()
    {
        var child = _bench.Start(_bench.Sh("(setsid sh -c 'echo $$ > lost; exec sleep 1000' &); exec sleep 1000"));
        var lost = await _bench.Written("lost");
        await Eventually.True(() => ProcessBench.Stat(lost.Pid, 4) != child.Identity.Pid);
        ProcessBench.Stat(lost.Pid, 6).Should().NotBe(child.Identity.Pid, "the grandchild is meant to have a session of its own");

        await child.StopAsync(s_grace, CancellationToken.None);

        _bench.Table.IsAlive(lost).Should().BeFalse();
    }

    [LinuxFact]
    public async Task Stop_DescendantWithoutEnvironment_EndsToo()
    {
        var child = _bench.Start(_bench.Sh("env -i setsid sh -c 'echo $$ > bare; exec sleep 1000' & wait"));
        var bare = await _bench.Written("bare");

        await child.StopAsync(s_grace, CancellationToken.None);

        _bench.Table.IsAlive(bare).Should().BeFalse();
    }

    [LinuxFact]
    public async Task Stop_ProcessEndedBefore_EndsWhatItLeft()
    {
        var child = _bench.Start(_bench.Sh("(env -i sh -c 'echo $$ > left; exec sleep 1000' &); while ! test -s left; do :; done; exit 4"));
        (await child.Exited.WaitAsync(TimeSpan.FromSeconds(30))).Code.Should().Be(4);
        var left = await _bench.Written("left");

        await child.StopAsync(s_grace, CancellationToken.None);

        _bench.Table.IsAlive(left).Should().BeFalse();
    }

    [LinuxFact]
    public async Task Stop_TwoStartsOfOneMark_OtherLivesOn()
    {
        var first = _bench.Start(_bench.Sh("exec sleep 1000"));
        var second = _bench.Start(_bench.Sh("exec sleep 1000"));

        await first.StopAsync(s_grace, CancellationToken.None);

        _bench.Table.IsAlive(first.Identity).Should().BeFalse();
        _bench.Table.IsAlive(second.Identity).Should().BeTrue();
    }

    [LinuxFact]
    public async Task Stop_Cancelled_SaysSo()
    {
        var child = _bench.Start(_bench.Sh("trap '' TERM; echo ready; while :; do sleep 1000; done"));
        await _bench.Printed("ready");
        using var source = new CancellationTokenSource();

        var stop = child.StopAsync(s_grace, source.Token);
        await source.CancelAsync();

        await stop.Invoking(s => s).Should().ThrowAsync<OperationCanceledException>();
    }

    [LinuxFact]
    public async Task EndMarked_WholeSegmentsOnly()
    {
        var one = _bench.Start(_bench.Sh("exec sleep 1000", "pr-1"));
        var twelve = _bench.Start(_bench.Sh("exec sleep 1000", "pr-12"));

        var found = _bench.Table.Find(_bench.Host.Append("pr-1"));
        var ended = await _bench.Table.EndMarkedAsync(_bench.Host.Append("pr-1"), s_grace, CancellationToken.None);

        found.Select(p => p.Identity).Should().Equal(one.Identity);
        ended.Select(p => p.Identity).Should().Contain(one.Identity).And.NotContain(twelve.Identity);
        _bench.Table.IsAlive(one.Identity).Should().BeFalse();
        _bench.Table.IsAlive(twelve.Identity).Should().BeTrue();
    }

    [LinuxFact]
    public async Task EndMarked_RightAfterTheStart_FindsThemInTheMiddleOfExec()
    {
        for (var i = 0; i < 50; i++)
        {
            var child = _bench.Start(_bench.Sh("") with { FileName = "sleep", Arguments = ["1000"] });

            await _bench.Table.EndMarkedAsync(_bench.Host, TimeSpan.Zero, CancellationToken.None);

            _bench.Table.IsAlive(child.Identity).Should().BeFalse();
        }
    }

    [LinuxFact]
    public async Task EndTree_RecycledId_LeftAlone()
    {
        var child = _bench.Start(_bench.Sh("exec sleep 1000"));
        var former = child.Identity with { StartTicks = child.Identity.StartTicks - 1 };

        var ended = await _bench.Table.EndTreeAsync(former, null, s_grace, CancellationToken.None);

        ended.Should().BeEmpty();
        _bench.Table.IsAlive(former).Should().BeFalse();
        _bench.Table.IsAlive(child.Identity).Should().BeTrue();
    }
}
