namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>How long to wait for the cluster.</summary>
internal sealed record Patience
{
    /// <summary>For pods to become ready, for objects to be gone, for routers to listen.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Between two looks.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long nodes may take to follow a change of endpoints, which nothing tells from outside.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Looks until there is something to return, or the time is over, which is null.</summary>
    public async Task<T?> UntilAsync<T>(Func<Task<T?>> look, TimeProvider time, CancellationToken cancellationToken)
        where T : class
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (time.GetElapsedTime(begun) >= Limit)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
