namespace AgentSandbox.Orchestration.Configuration;

/// <summary>Where in a request a carrier is found.</summary>
public enum CarrierKind
{
    /// <summary>A header of its own whose value is the key.</summary>
    Header,

    /// <summary>A member of the W3C <c>baggage</c> header.</summary>
    Baggage,
}
