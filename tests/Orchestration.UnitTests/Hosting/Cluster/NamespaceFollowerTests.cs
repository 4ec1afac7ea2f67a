using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Hosting.Cluster;
using AgentSandbox.TestKit;
using AgentSandbox.TestKit.Cluster;

namespace AgentSandbox.Orchestration.UnitTests.Hosting.Cluster;

public sealed class NamespaceFollowerTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly FilledCache _sandboxes = new();
    private readonly FilledCache _services = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public NamespaceFollowerTests() => _running = new NamespaceFollower(_sandboxes, _services, WorkAsync, _time).RunAsync(_stop.Token);

    [Fact]
    public async Task NamespaceWithASandboxOrAService_IsLookedAfter_Once()
    {
        _sandboxes.Set(Item("a", "one"), Item("b", "one"));
        _services.Set(Item("c", "two"));

        await Eventually.True(() => _told.Count == 2);
        _told.Should().BeEquivalentTo("begin one", "begin two");
    }

    [Fact]
    public async Task NamespaceThatIsEmpty_IsLeftAfterAWhile_AndBegunWithAgain()
    {
        _sandboxes.Set(Item("a", "one"));
        await Eventually.True(() => _told.Count == 1);

        _sandboxes.Remove("a");
        await Eventually.True(() => _time.Waiting == 1);
        _time.Advance(TimeSpan.FromMinutes(2));
        await Eventually.True(() => _told.Count == 2);
        _sandboxes.Set(Item("a", "one"));
        await Eventually.True(() => _told.Count == 3);

        _told.Should().Equal("begin one", "end one", "begin one");
    }

    [Fact]
    public async Task NamespaceThatIsEmptyForAMoment_GoesOn()
    {
        _sandboxes.Set(Item("a", "one"));
        await Eventually.True(() => _told.Count == 1);
        _sandboxes.Remove("a");
        await Eventually.True(() => _time.Waiting == 1);
        _time.Advance(TimeSpan.FromMinutes(1));

        _sandboxes.Set(Item("b", "one"));
        await Eventually.True(() => _time.Waiting == 0);
        _time.Advance(TimeSpan.FromHours(1));

        _told.Should().Equal("begin one");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task WorkAsync(string name, CancellationToken cancellationToken)
    {
        _told.Enqueue($"begin {name}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _told.Enqueue($"end {name}");
    }

    private static JsonObject Item(string name, string @namespace) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace } };
}
