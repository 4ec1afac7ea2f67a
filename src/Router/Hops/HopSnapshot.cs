namespace AgentSandbox.Router.Hops;

/// <summary>The hops of one registered request so far.</summary>
/// <param name="Hops">The hops in order of arrival.</param>
/// <param name="Overflowed">There were more hops than could be kept: what they say is unproven.</param>
/// <param name="InFlight">How many of them have not ended.</param>
public sealed record HopSnapshot(IReadOnlyList<Hop> Hops, bool Overflowed, int InFlight)
{
    /// <summary>Why hops may be missing, for people to read; null when all routers have told theirs.</summary>
    public string? Incomplete { get; init; }
}
