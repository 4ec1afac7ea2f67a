using System.ComponentModel.DataAnnotations;

namespace Shop.Orders.Pricing;

/// <summary>One article and how many of it.</summary>
public sealed record OrderLine([Required, StringLength(32)] string Sku, [Range(1, 100)] int Quantity);
