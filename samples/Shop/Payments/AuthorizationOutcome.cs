namespace Shop.Payments;

/// <summary>How an attempt to authorize ended.</summary>
public enum AuthorizationOutcome
{
    /// <summary>The money is set aside now.</summary>
    Authorized,

    /// <summary>The same call came before; its payment stands.</summary>
    Repeated,

    /// <summary>The idempotency key belongs to another request.</summary>
    KeyReused,

    /// <summary>Another call has paid this order.</summary>
    PaidBefore,

    /// <summary>The amount is over the limit.</summary>
    Declined,
}
