namespace Shop.Orders.Pricing;

/// <summary>The goods of an order, priced and weighed.</summary>
public sealed record Goods(IReadOnlyList<QuoteLine> Lines, decimal Subtotal, int WeightGrams, string Currency);
