namespace Shop.Orders.Clients;

/// <summary>The money of an order.</summary>
public sealed record Payment(string Id, decimal Amount, decimal Fee, decimal Total, string Currency, string Status);
