using System.ComponentModel.DataAnnotations;

namespace Shop.Catalog;

/// <summary>A new price for an article.</summary>
public sealed record PriceChange([Range(0.01, 10_000)] decimal Price);
