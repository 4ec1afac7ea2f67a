using AgentSandbox.Orchestration.Store;
using AgentSandbox.TestKit;

namespace AgentSandbox.FunctionalTests.Store;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.Join("journal");

    [SmallFileSystemFact]
    public async Task DiskFull_WhatWasRefused_NeverComesBack()
    {
        await using var disk = await SmallFileSystem.MountAsync(_directory.Join("disk"));
        var path = System.IO.Path.Join(disk.Path, "journal");
        using (var journal = Journal.Open(path))
        {
            journal.Put("kept", "1");
            disk.Fill();

            var put = () => journal.Put("refused", new string('x', 8000));
            put.Should().Throw<IOException>();
            disk.Free();
            journal.Put("later", "2");
            journal.Find("refused").Should().BeNull();
        }

        using var again = Journal.Open(path);
        again.Damage.Should().BeEmpty();
        again.List("").Select(pair => pair.Key).Should().Equal("kept", "later");
    }

    [Fact]
    public void EntryOfAnotherVersion_IsLeftOut_AndTheOthersStay()
    {
        using var journal = Journal.Open(Path);
        journal.Put("sandbox/pr-1", "{\"spec\":null}");
        journal.Put("sandbox/pr-2", "null");
        journal.Put("ended/pr-3", "[1]");
        journal.Put("ended/pr-4", """{"key":"pr-4","reason":"it was deleted","endedAt":"2026-01-01T00:00:00+00:00"}""");

        var store = new JournalSandboxStore(journal, TimeProvider.System);

        store.Unreadable.Should().BeEquivalentTo("sandbox/pr-1", "sandbox/pr-2", "ended/pr-3");
        store.List().Should().BeEmpty();
        store.EndedKeys().Should().ContainSingle(ended => ended.Key == "pr-4");
    }

    public void Dispose() => _directory.Dispose();
}
