namespace Shop.Orders.Pricing;

/// <summary>What an order would cost now.</summary>
public sealed record Quote(
    IReadOnlyList<QuoteLine> Lines,
    decimal Subtotal,
    decimal? Shipping,
    decimal SurchargePercent,
    decimal Fee,
    decimal Total,
    string Currency);
