namespace AgentSandbox.Router.Carriers;

/// <summary>A header, or a member of the <c>baggage</c> header, that holds a routing key.</summary>
public sealed record Carrier
{
    /// <summary>The name of our own header.</summary>
    public const string OwnHeaderName = "x-sandbox-key";

    /// <summary>The name of our own baggage member.</summary>
    public const string OwnMemberName = "sandbox";

    /// <summary>The baggage member that joins the hops of one request.</summary>
    public const string RequestMemberName = "sandbox-request";

    private Carrier(CarrierKind kind, string name, bool own)
    {
        Kind = kind;
        Name = name;
        Own = own;
    }

    /// <summary>The baggage member <c>sandbox</c>.</summary>
    public static Carrier OwnBaggage { get; } = new(CarrierKind.BaggageMember, OwnMemberName, own: true);

    /// <summary>The header <c>x-sandbox-key</c>.</summary>
    public static Carrier OwnHeader { get; } = new(CarrierKind.Header, OwnHeaderName, own: true);

    /// <summary>Header or baggage member.</summary>
    public CarrierKind Kind { get; }

    /// <summary>The name of the header or member. Header names ignore case, member names do not.</summary>
    public string Name { get; }

    /// <summary>Ours: unknown keys in it are refused, and it is written at each hop.</summary>
    public bool Own { get; }

    /// <summary>A carrier of another tool: read, never written; unknown values in it go to the baseline.</summary>
    public static Carrier Foreign(CarrierKind kind, string name) => new(kind, name, own: false);
}
