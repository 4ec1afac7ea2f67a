namespace Shop.Orders.Clients;

/// <summary>What an article costs and weighs.</summary>
public sealed record Price(string Sku, string Name, decimal UnitPrice, int WeightGrams, string Currency);
