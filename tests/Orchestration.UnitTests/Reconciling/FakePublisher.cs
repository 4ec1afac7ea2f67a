using System.Collections.Concurrent;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.UnitTests.Reconciling;

/// <summary>A router that only remembers its tables.</summary>
internal sealed class FakePublisher : IRoutePublisher
{
    public RouteTable Table { get; private set; } = RouteTable.Empty;

    public ConcurrentQueue<Uri> Drained { get; } = new();

    /// <summary>Ends when the routers have confirmed.</summary>
    public Func<RouteTable, Task> Confirming { get; set; } = _ => Task.CompletedTask;

    public async Task PublishAsync(RouteTable table, CancellationToken cancellationToken)
    {
        await Confirming(table);
        if (table.Generation <= Table.Generation)
        {
            throw new InvalidOperationException("Tables must rise.");
        }

        Table = table;
    }

    public Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken)
    {
        Drained.Enqueue(upstream);
        return Task.CompletedTask;
    }

    public ForkRoute? Route(string key, string service) => Table.Keys.GetValueOrDefault(key)?.Forks.GetValueOrDefault(service);
}
