namespace AgentSandbox.Router.Forwarding;

/// <summary>How forwarding ended.</summary>
/// <param name="ErrorCode">A code of <see cref="RouterErrorCodes"/>; null when all went well.</param>
/// <param name="Fact">What was observed, for people to read.</param>
/// <param name="Status">For a refused request body, the status that says so.</param>
internal readonly record struct ForwardResult(string? ErrorCode, string Fact = "", int Status = 0)
{
    /// <summary>True when no connection came about, so that nothing of the request has left: it may go to another address.</summary>
    public bool Unsent { get; init; }

    public static ForwardResult Done => default;
}
