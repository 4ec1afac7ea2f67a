namespace Shop.Frontend;

/// <summary>The payment of an order.</summary>
public sealed record Payment(string Id, decimal Amount, decimal Fee, decimal Total, string Currency, string Status);
