using System.ComponentModel.DataAnnotations;

namespace Shop.Inventory;

/// <summary>Asks to hold all lines of an order, or none of them.</summary>
public sealed record ReserveRequest(
    [Required, StringLength(64)] string OrderId,
    [Required, MinLength(1), MaxLength(20)] IReadOnlyList<ReservationLine> Lines);
