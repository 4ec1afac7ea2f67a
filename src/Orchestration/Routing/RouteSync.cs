using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Store;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>Builds the route table from what is known now and publishes it; one publication at a time.</summary>
/// <remarks>Callers that come while one is on its way share the next one, so a burst costs two publications.</remarks>
internal sealed class RouteSync(ISandboxStore store, IBaseline baseline, IRoutePublisher publisher, IRunKeySource runs, Func<IReadOnlyList<RouteGroup>> groups, UnknownKeyPolicy unknownKeys, TimeProvider time) : IRouteSync
{
    private readonly Lock _gate = new();
    private long _generation = time.GetUtcNow().ToUnixTimeMilliseconds();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <inheritdoc />
    public Task SyncAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_next is null)
            {
                var previous = _running;
                _next = Task.Run(() => PublishAfterAsync(previous), CancellationToken.None);
            }

            return _next.WaitAsync(cancellationToken);
        }
    }

    // The publication belongs to all of its waiters, so none of their tokens ends it.
    private async Task PublishAfterAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        long generation;
        lock (_gate)
        {
            _running = _next ?? Task.CompletedTask;
            _next = null;
            generation = ++_generation;
        }

        var table = RouteTableBuilder.Build(generation, baseline.Services, store.List(), store.EndedKeys(), runs, groups(), unknownKeys);
        await publisher.PublishAsync(table, CancellationToken.None);
    }
}
