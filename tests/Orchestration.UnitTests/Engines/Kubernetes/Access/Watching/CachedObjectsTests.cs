using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Watching;

public sealed class CachedObjectsTests
{
    private readonly CachedObjects _objects = new();

    [Fact]
    public void List_IsComparedWithWhatWasKnown()
    {
        Told(_objects.Replace([Item("a", 1), Item("b", 2), Item("c", 3)], "5")).Should().Equal("Added a 1", "Added b 2", "Added c 3");

        Told(_objects.Replace([Item("a", 1), Item("b", 7), Item("d", 8)], "9")).Should().Equal("Modified b 7", "Added d 8", "Deleted c 3");
    }

    [Fact]
    public void OlderState_DoesNotComeBack()
    {
        _objects.Replace([Item("a", 1)], "1");
        Told(_objects.Observe(Item("a", 5))).Should().Equal("Modified a 5");

        Told(_objects.Take(WatchEventKind.Modified, Item("a", 3))).Should().BeEmpty();
        Told(_objects.Take(WatchEventKind.Modified, Item("a", 5))).Should().BeEmpty("it was told already");
        Told(_objects.Replace([Item("a", 4)], "4")).Should().BeEmpty();

        Version("a").Should().Be("5");
    }

    [Fact]
    public void DeletedObject_DoesNotComeBack_ByALateAnswer()
    {
        _objects.Replace([Item("a", 1)], "1");
        _objects.Advance("7");
        Told(_objects.Take(WatchEventKind.Deleted, Item("a", 7))).Should().Equal("Deleted a 7");

        Told(_objects.Observe(Item("a", 6))).Should().BeEmpty();

        _objects.Items.Should().BeEmpty();
    }

    [Fact]
    public void DeletionOfAnEarlierOne_LeavesTheLaterOne()
    {
        _objects.Replace([Item("a", 1, "first")], "1");
        Told(_objects.Observe(Item("a", 9, "second"))).Should().Equal("Deleted a 1", "Added a 9");

        Told(_objects.Take(WatchEventKind.Deleted, Item("a", 8, "first"))).Should().BeEmpty();

        Version("a").Should().Be("9");
    }

    [Fact]
    public void ObservedAfterTheList_Stays()
    {
        _objects.Replace([], "5");
        _objects.Observe(Item("new", 8));

        Told(_objects.Replace([], "6")).Should().BeEmpty();
        Told(_objects.Replace([], "9")).Should().Equal("Deleted new 8");
    }

    [Fact]
    public void RestoredCluster_CountsAsItIs()
    {
        _objects.Replace([Item("a", 50), Item("b", 60)], "70");

        Told(_objects.Replace([Item("a", 10)], "20")).Should().Equal("Modified a 10", "Deleted b 60");
    }

    [Fact]
    public void SameNameInAnotherNamespace_IsAnotherObject()
    {
        _objects.Replace([Item("a", 1)], "1");

        _objects.Find("other", "a").Should().BeNull();
        _objects.Find("shop", "a").Should().NotBeNull();
    }

    private static JsonObject Item(string name, int version, string uid = "u") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["uid"] = uid, ["resourceVersion"] = $"{version}" },
    };

    private static IEnumerable<string> Told(IEnumerable<WatchEvent> changes) =>
        changes.Select(change => $"{change.Kind} {change.Item.Name()} {CachedObjects.VersionOf(change.Item)}");

    private string? Version(string name) => _objects.Find("shop", name) is { } item ? CachedObjects.VersionOf(item) : null;
}
