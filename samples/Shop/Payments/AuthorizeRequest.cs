using System.ComponentModel.DataAnnotations;

namespace Shop.Payments;

/// <summary>Asks to set the money for an order aside.</summary>
public sealed record AuthorizeRequest(
    [Required, StringLength(64)] string OrderId,
    [Range(0.01, 100_000)] decimal Amount,
    [Required, AllowedValues(PaymentLimits.Currency)] string Currency);
