namespace AgentSandbox.Orchestration.Configuration;

/// <summary>The <c>routing</c> section.</summary>
public sealed record RoutingConfiguration
{
    /// <summary>The section's defaults.</summary>
    public static RoutingConfiguration Default { get; } = new();

    /// <summary>What happens to unknown keys in our own carriers.</summary>
    public UnknownKeyPolicy UnknownKey { get; init; } = UnknownKeyPolicy.Refuse;

    /// <summary>Carriers beyond the baggage member <c>sandbox</c> and the header <c>x-sandbox-key</c>.</summary>
    public IReadOnlyList<CarrierConfiguration> Carriers { get; init; } = [];
}
