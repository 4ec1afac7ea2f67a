using AgentSandbox.Router.Routes;

namespace AgentSandbox.Orchestration.Routing;

/// <summary>Brings route tables to the routers.</summary>
public interface IRoutePublisher
{
    /// <summary>Returns when every router has confirmed the table's generation.</summary>
    /// <param name="table">The whole table.</param>
    /// <param name="cancellationToken">Ends the wait; routers may still take the table.</param>
    Task PublishAsync(RouteTable table, CancellationToken cancellationToken);

    /// <summary>Waits until no request is on its way to an upstream, or the limit has passed.</summary>
    /// <param name="upstream">The address that no route names any more.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task DrainAsync(Uri upstream, TimeSpan limit, CancellationToken cancellationToken);
}
