using System.ComponentModel.DataAnnotations;

namespace Shop.Frontend;

/// <summary>What the page sends when a customer buys.</summary>
public sealed record Checkout(
    [Required, StringLength(100, MinimumLength = 2)] string Customer,
    [Required, EmailAddress, StringLength(200)] string Email,
    [Required, StringLength(2, MinimumLength = 2)] string Country,
    [Required, MinLength(1), MaxLength(20)] IReadOnlyList<CheckoutLine> Lines);
