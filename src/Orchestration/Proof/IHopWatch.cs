using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Proof;

/// <summary>The records of one registered request. Disposing ends the registration.</summary>
public interface IHopWatch : IAsyncDisposable
{
    /// <summary>Gathers the records: returns when no hop of the request is under way, or when the limit has passed.</summary>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WaitIdleAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>The hops that were gathered last.</summary>
    HopSnapshot Snapshot();

    /// <summary>How many requests without key and known trace each service got since the registration.</summary>
    IReadOnlyDictionary<string, int> Unattributed();

    /// <summary>How many requests with the same key and without this request's ids each service got since the registration.</summary>
    IReadOnlyDictionary<string, int> KeyedStrays();
}
