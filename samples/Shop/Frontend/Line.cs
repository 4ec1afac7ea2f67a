namespace Shop.Frontend;

/// <summary>One article with its price.</summary>
public sealed record Line(string Sku, string Name, int Quantity, decimal UnitPrice, decimal LineTotal);
