namespace Shop.Catalog;

/// <summary>What a till needs of an article.</summary>
public sealed record Price(string Sku, string Name, decimal UnitPrice, int WeightGrams, string Currency);
