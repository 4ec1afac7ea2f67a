using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UnitTests.Store;

public sealed class JournalRouteGroupsTests
{
    private static readonly RouteGroup s_group = new() { Name = new SandboxId("both"), Sandboxes = [new SandboxId("a"), new SandboxId("b")], Owner = new Owner("ada", "/trees/a") };

    [Fact]
    public async Task Group_IsThereAfterARestart()
    {
        var file = new MemoryJournalFile();
        await Open(file).Groups.SetAsync(s_group, CancellationToken.None);

        var groups = Open(new MemoryJournalFile(file.Content)).Groups;

        groups.Find(s_group.Name).Should().BeEquivalentTo(s_group);
        groups.List().Should().ContainSingle();
    }

    [Fact]
    public async Task GroupThatWasRemoved_IsAnEndedKey_UntilItIsMadeAgain()
    {
        var file = new MemoryJournalFile();
        var (store, groups) = Open(file);
        await groups.SetAsync(s_group, CancellationToken.None);

        await groups.RemoveAsync(s_group.Name, "it was deleted by ada", CancellationToken.None);

        groups.List().Should().BeEmpty();
        store.EndedKeys().Should().ContainSingle().Which.Should().Match<EndedKey>(key => key.Key == "both" && key.Reason == "it was deleted by ada");
        Open(new MemoryJournalFile(file.Content)).Groups.List().Should().BeEmpty();

        await groups.SetAsync(s_group, CancellationToken.None);

        store.EndedKeys().Should().BeEmpty();
    }

    [Fact]
    public void GroupOfAnotherVersion_IsLeftOut()
    {
        var file = new MemoryJournalFile();
        using var journal = Journal.Open(file);
        journal.Put("group/odd", "[1]");

        new JournalRouteGroups(journal, new JournalSandboxStore(journal, TimeProvider.System)).List().Should().BeEmpty();
        journal.Find("group/odd").Should().NotBeNull();
    }

    private static (JournalSandboxStore Store, JournalRouteGroups Groups) Open(MemoryJournalFile file)
    {
        var journal = Journal.Open(file);
        var store = new JournalSandboxStore(journal, TimeProvider.System);
        return (store, new JournalRouteGroups(journal, store));
    }
}
