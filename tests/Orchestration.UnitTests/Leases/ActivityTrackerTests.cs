using AgentSandbox.Orchestration.Leases;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Orchestration.UnitTests.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Leases;

public sealed class ActivityTrackerTests
{
    private static readonly SandboxId s_id = new("pr-1");

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryJournalFile _file = new();
    private readonly JournalSandboxStore _store;
    private readonly ActivityTracker _tracker;

    public ActivityTrackerTests()
    {
        _store = new JournalSandboxStore(Journal.Open(_file), _time);
        _tracker = new ActivityTracker(_store, _time);
    }

    [Fact]
    public async Task ManyRequests_AreWrittenOncePerQuarterOfTheIdleLimit()
    {
        await CreateAsync();
        var writes = 0;
        for (var second = 0; second < 3600; second++)
        {
            var before = _file.Content.Length;
            _tracker.Touch(s_id);
            writes += _file.Content.Length > before ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        writes.Should().Be(3);
    }

    [Fact]
    public async Task DeletedSandbox_IsNotRenewed()
    {
        await CreateAsync();
        var deleted = await _store.UpdateAsync(s_id, record => record!.Deleted(), CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(30));

        _tracker.Touch(s_id);
        _tracker.Touch(new SandboxId("unknown"));

        _store.Find(s_id).Should().BeSameAs(deleted);
    }

    [Fact]
    public async Task FullDisk_DoesNotFailTheRequest()
    {
        await CreateAsync();
        _time.Advance(TimeSpan.FromMinutes(30));
        _file.FailsToAppend = true;

        _tracker.Invoking(tracker => tracker.Touch(s_id)).Should().NotThrow();
    }

    private Task CreateAsync() => _store.UpdateAsync(s_id, _ => Records.Sandbox("pr-1", _time.GetUtcNow()), CancellationToken.None);
}
