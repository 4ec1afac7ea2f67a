using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Store;

public sealed class JournalSandboxStoreTests
{
    private readonly MemoryJournalFile _file = new();
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Restarted_HasTheSameRecords()
    {
        var written = Records.Sandbox("pr-1", _time.GetUtcNow()).WithFork("orders", 3) with
        {
            Forks = new Dictionary<string, ForkStatus> { ["orders"] = Records.Status("orders", 3, ForkPhase.Crashed, serving: 3, down: true) },
        };
        await PutAsync(Store(), written);

        Store().Find(written.Spec.Id).Should().BeEquivalentTo(written);
    }

    [Fact]
    public async Task SeveralRecords_AreListedByName()
    {
        var store = Store();
        foreach (var name in new[] { "pr-2", "pr-10", "a" })
        {
            await PutAsync(store, Records.Sandbox(name, _time.GetUtcNow()));
        }

        store.List().Select(record => record.Spec.Id.Value).Should().Equal("a", "pr-10", "pr-2");
    }

    [Fact]
    public async Task Removed_IsGoneAndItsKeyEnded_AlsoAfterARestart()
    {
        var store = Store();
        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));
        await store.RemoveAsync(new SandboxId("pr-1"), "it was deleted by ada", CancellationToken.None);

        foreach (var each in new[] { store, Store() })
        {
            each.List().Should().BeEmpty();
            each.EndedKeys().Should().Equal(new EndedKey("pr-1", "it was deleted by ada", _time.GetUtcNow()));
        }
    }

    [Fact]
    public async Task CreatedAgain_IsNoEndedKeyAnyMore()
    {
        var store = Store();
        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));
        await store.RemoveAsync(new SandboxId("pr-1"), "gone", CancellationToken.None);
        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));

        store.EndedKeys().Should().BeEmpty();
        Store().EndedKeys().Should().BeEmpty();
        Store().List().Should().ContainSingle();
    }

    [Fact]
    public async Task EndedKeys_AreForgottenAfterSevenDays()
    {
        var store = Store();
        await store.RemoveAsync(new SandboxId("old"), "gone", CancellationToken.None);
        _time.Jump(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await store.RemoveAsync(new SandboxId("new"), "gone", CancellationToken.None);

        store.EndedKeys().Select(ended => ended.Key).Should().Equal("new");
        Store().EndedKeys().Select(ended => ended.Key).Should().Equal("new");
    }

    [Fact]
    public async Task EndedKeys_OverTheLimit_LoseTheOldest()
    {
        var store = Store();
        for (var i = 0; i < 502; i++)
        {
            _time.Jump(TimeSpan.FromSeconds(1));
            await store.RemoveAsync(new SandboxId($"s{i}"), "gone", CancellationToken.None);
        }

        store.EndedKeys().Should().HaveCount(500);
        store.EndedKeys().Select(ended => ended.Key).Should().NotContain(["s0", "s1"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NullOrSameInstance_ChangesNothingAndSignalsNothing(bool same)
    {
        var store = Store();
        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));
        var changed = store.WhenChanged();
        var length = _file.Content.Length;

        var after = await store.UpdateAsync(new SandboxId("pr-1"), current => same ? current : null, CancellationToken.None);

        after.Should().NotBeNull();
        changed.IsCompleted.Should().BeFalse();
        _file.Content.Length.Should().Be(length);
    }

    [Fact]
    public async Task Change_SignalsThoseWhoWait()
    {
        var store = Store();
        var changed = store.WhenChanged();

        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));

        await changed.WaitAsync(TestTimeouts.Default);
        store.WhenChanged().IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task FailedWrite_ChangesNothing()
    {
        var store = Store();
        var before = await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));
        _file.FailsToAppend = true;

        await store.Invoking(s => PutAsync(s, before!.Deleted())).Should().ThrowAsync<IOException>();
        await store.Invoking(s => s.RemoveAsync(new SandboxId("pr-1"), "gone", CancellationToken.None)).Should().ThrowAsync<IOException>();

        store.Find(new SandboxId("pr-1")).Should().BeSameAs(before);
        store.EndedKeys().Should().BeEmpty();
    }

    [Fact]
    public async Task ManyWriters_LoseNoChange()
    {
        var store = Store();
        await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await store.UpdateAsync(
                    new SandboxId("pr-1"),
                    record => record!.WithFork("orders", record!.Spec.LastRevisions.GetValueOrDefault("orders") + 1),
                    CancellationToken.None);
            }
        })));

        Store().Find(new SandboxId("pr-1"))!.Spec.LastRevisions["orders"].Should().Be(400);
    }

    [Fact]
    public async Task WaitFor_ConditionNeverTrue_ReturnsTheRecordAtTheLimit()
    {
        var store = Store();
        var record = await PutAsync(store, Records.Sandbox("pr-1", _time.GetUtcNow()));
        var wait = store.WaitForAsync(new SandboxId("pr-1"), _ => false, TimeSpan.FromSeconds(25), _time, CancellationToken.None);

        wait.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(25));

        (await wait.WaitAsync(TestTimeouts.Default)).Should().BeSameAs(record);
    }

    [Fact]
    public async Task WaitFor_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        var wait = Store().WaitForAsync(new SandboxId("pr-1"), _ => false, TimeSpan.FromSeconds(25), _time, cancel.Token);

        await cancel.CancelAsync();

        await wait.Invoking(w => w.WaitAsync(TestTimeouts.Default)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static Task<SandboxRecord?> PutAsync(JournalSandboxStore store, SandboxRecord record) =>
        store.UpdateAsync(record.Spec.Id, _ => record, CancellationToken.None);

    private JournalSandboxStore Store() => new(Journal.Open(_file), _time);
}
