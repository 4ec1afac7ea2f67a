using System.ComponentModel.DataAnnotations;

namespace Shop.Frontend;

/// <summary>One article of a cart.</summary>
public sealed record CheckoutLine([Required, StringLength(32)] string Sku, [Range(1, 100)] int Quantity);
