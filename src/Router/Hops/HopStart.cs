namespace AgentSandbox.Router.Hops;

/// <summary>What is known of a request when its hop is recorded.</summary>
internal readonly record struct HopStart
{
    public required string Service { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public string? Key { get; init; }

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    public HopCarriers Carriers { get; init; }
}
