namespace Shop.Orders.Pricing;

/// <summary>One article with its price.</summary>
public sealed record QuoteLine(string Sku, string Name, int Quantity, decimal UnitPrice, decimal LineTotal);
