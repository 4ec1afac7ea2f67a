using System.ComponentModel.DataAnnotations;
using Shop.Orders.Pricing;

namespace Shop.Orders;

/// <summary>Asks for an order.</summary>
public sealed record PlaceOrder(
    [Required, StringLength(100, MinimumLength = 2)] string Customer,
    [Required, EmailAddress, StringLength(200)] string Email,
    [Required, StringLength(2, MinimumLength = 2)] string Country,
    [Required, MinLength(1), MaxLength(20)] IReadOnlyList<OrderLine> Lines);
