namespace AgentSandbox.Router.Carriers;

/// <summary>Where a carrier holds the key.</summary>
public enum CarrierKind
{
    /// <summary>A member of the W3C <c>baggage</c> header.</summary>
    BaggageMember,

    /// <summary>A header of its own.</summary>
    Header,
}
