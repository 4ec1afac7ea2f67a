using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UnitTests.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Leases;

public sealed class LeaseKeeperTests : IAsyncDisposable
{
    private static readonly SandboxId s_id = new("pr-1");

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryJournalFile _file = new();
    private readonly JournalSandboxStore _store;
    private readonly ActivityTracker _activity;
    private readonly LeaseKeeper _keeper;

    public LeaseKeeperTests()
    {
        _store = new JournalSandboxStore(Journal.Open(_file), _time);
        _activity = new ActivityTracker(_store, _time);
        _keeper = new LeaseKeeper(_store, _activity, _time);
    }

    [Fact]
    public async Task Idle_EndsTheSandboxOnce()
    {
        await CreateAsync();
        _keeper.Start();

        await SleepingAsync();
        for (var i = 0; i < 6; i++)
        {
            await MoveAsync(TimeSpan.FromMinutes(10));
        }

        await EndedAsync();
        var first = _store.Find(s_id)!.Spec.Deletion;
        await MoveAsync(TimeSpan.FromMinutes(30));
        _store.Find(s_id)!.Spec.Deletion.Should().BeSameAs(first);
        first!.Reason.Should().Contain("idle");
    }

    [Fact]
    public async Task Active_LivesUntilTheCap()
    {
        await CreateAsync(idle: TimeSpan.FromMinutes(60), max: TimeSpan.FromHours(3));
        var tracker = _activity;
        for (var minutes = 0; minutes < 179; minutes += 20)
        {
            (await _keeper.EndExpiredAsync(CancellationToken.None)).Should().BeAfter(_time.GetUtcNow());
            _store.Find(s_id)!.Spec.Deletion.Should().BeNull($"it was active at minute {minutes}");
            _time.Advance(TimeSpan.FromMinutes(20));
            tracker.Touch(s_id);
        }

        await _keeper.EndExpiredAsync(CancellationToken.None);

        _store.Find(s_id)!.Spec.Deletion!.Reason.Should().Contain("cap");
    }

    [Fact]
    public async Task ActivityThatWasNotWrittenYet_CountsAllTheSame()
    {
        await CreateAsync(idle: TimeSpan.FromMinutes(60));
        _time.Advance(TimeSpan.FromMinutes(14));
        _activity.Touch(s_id);
        _time.Advance(TimeSpan.FromMinutes(59));

        var next = await _keeper.EndExpiredAsync(CancellationToken.None);

        _store.Find(s_id)!.Spec.Deletion.Should().BeNull("it was active 59 minutes ago, though only the creation is written");
        next.Should().Be(_time.GetUtcNow() + TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        await _keeper.EndExpiredAsync(CancellationToken.None);
        _store.Find(s_id)!.Spec.Deletion.Should().NotBeNull();
    }

    [Fact]
    public async Task Looking_RenewsNothing()
    {
        var created = await CreateAsync();
        _time.Advance(TimeSpan.FromMinutes(59));

        _store.List();
        _store.Find(s_id);
        await _keeper.EndExpiredAsync(CancellationToken.None);

        _store.Find(s_id).Should().BeSameAs(created);
    }

    [Fact]
    public async Task ClockJumpsForward_EndsAtTheNextLook()
    {
        await CreateAsync();
        _keeper.Start();
        await SleepingAsync();

        _time.Jump(TimeSpan.FromDays(2));
        _time.Advance(TimeSpan.FromMinutes(10));

        await EndedAsync();
    }

    [Fact]
    public async Task ClockJumpsBack_EndsNothingEarly()
    {
        await CreateAsync();
        _time.Jump(TimeSpan.FromDays(-1));

        await _keeper.EndExpiredAsync(CancellationToken.None);
        _activity.Touch(s_id);

        _store.Find(s_id)!.Spec.Deletion.Should().BeNull();
        _store.Find(s_id)!.LastActivity.Should().BeAfter(_time.GetUtcNow(), "activity never moves back");
    }

    [Fact]
    public async Task NewSandboxWithAShortLease_WakesTheKeeper()
    {
        _keeper.Start();
        await SleepingAsync();
        await CreateAsync(idle: TimeSpan.FromMinutes(1));
        await Eventually.True(() => _time.Waiting == 1, "the keeper sleeps again");

        _time.Advance(TimeSpan.FromMinutes(1));

        await EndedAsync();
    }

    [Fact]
    public async Task FullDisk_DoesNotEndTheWatch()
    {
        await CreateAsync();
        _time.Advance(TimeSpan.FromMinutes(61));
        _file.FailsToAppend = true;
        _keeper.Start();
        await SleepingAsync();

        _file.FailsToAppend = false;
        _time.Advance(TimeSpan.FromSeconds(11));

        await EndedAsync();
    }

    [Fact]
    public async Task DisposedTwice_IsFine()
    {
        _keeper.Start();

        await _keeper.DisposeAsync();
        await _keeper.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _keeper.DisposeAsync();

    private async Task<SandboxRecord?> CreateAsync(TimeSpan? idle = null, TimeSpan? max = null) =>
        await _store.UpdateAsync(s_id, _ => Records.Sandbox("pr-1", _time.GetUtcNow(), idle, max), CancellationToken.None);

    private Task SleepingAsync() => Eventually.True(() => _time.Waiting > 0, "the keeper sleeps");

    private async Task MoveAsync(TimeSpan by)
    {
        _time.Advance(by);
        await SleepingAsync();
    }

    private Task EndedAsync() => Eventually.True(() => _store.Find(s_id)!.Spec.Deletion is not null, "the lease has ended");
}
