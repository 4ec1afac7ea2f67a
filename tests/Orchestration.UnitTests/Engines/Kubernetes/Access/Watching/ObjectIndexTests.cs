using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Watching;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Watching;

public sealed class ObjectIndexTests
{
    private readonly ObjectIndex _index = new(item => item.TextAt("metadata", "labels", "of"));
    private readonly CachedObjects _objects;

    public ObjectIndexTests() => _objects = new CachedObjects { Indexes = [_index] };

    [Fact]
    public void Objects_AreFoundByTheirKey_AndOthersAreNot()
    {
        _objects.Replace([Item("a", "x", 1), Item("b", "x", 2), Item("c", "y", 3), Item("d", null, 4)], "5");

        Found("x").Should().Equal("a", "b");
        Found("y").Should().Equal("c");
        Found("z").Should().BeEmpty();
    }

    [Fact]
    public void Changes_AreFollowed()
    {
        _objects.Replace([Item("a", "x", 1), Item("b", "x", 2), Item("c", "x", 3)], "5");

        _objects.Take(WatchEventKind.Modified, Item("a", "y", 6));
        _objects.Take(WatchEventKind.Deleted, Item("b", "x", 7));
        _objects.Observe(Item("e", "y", 8));

        Found("x").Should().Equal("c");
        Found("y").Should().Equal("a", "e");
    }

    [Fact]
    public void NewestState_IsTheOneThatIsFound()
    {
        _objects.Replace([Item("a", "x", 1)], "1");

        _objects.Take(WatchEventKind.Modified, Item("a", "x", 9));
        _objects.Take(WatchEventKind.Modified, Item("a", "y", 3));

        _index.Find("x").Single().TextAt("metadata", "resourceVersion").Should().Be("9");
        Found("y").Should().BeEmpty("an older state does not come back");
    }

    [Fact]
    public void WhatANewListDoesNotHave_IsGone()
    {
        _objects.Replace([Item("a", "x", 1), Item("b", "x", 2)], "2");

        _objects.Replace([Item("b", "x", 2)], "9");

        Found("x").Should().Equal("b");
    }

    private IEnumerable<string> Found(string key) => _index.Find(key).Select(item => item.Name()).Order(StringComparer.Ordinal);

    private static JsonObject Item(string name, string? of, int version)
    {
        var item = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "n", ["uid"] = name, ["resourceVersion"] = $"{version}" } };
        if (of is not null)
        {
            item.Ensure("metadata")["labels"] = new JsonObject { ["of"] = of };
        }

        return item;
    }
}
