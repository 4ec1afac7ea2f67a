namespace Shop.Orders.Clients;

/// <summary>The surcharge on an amount.</summary>
public sealed record FeeQuote(decimal Amount, decimal SurchargePercent, decimal Fee, decimal Total);
