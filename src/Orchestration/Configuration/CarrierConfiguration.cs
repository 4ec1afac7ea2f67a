namespace AgentSandbox.Orchestration.Configuration;

/// <summary>A carrier that is read in addition to the built-in ones.</summary>
public sealed record CarrierConfiguration
{
    /// <summary>Whether <see cref="Name"/> is a header or a baggage member.</summary>
    public required CarrierKind Kind { get; init; }

    /// <summary>The header's or member's name as written.</summary>
    public required string Name { get; init; }
}
