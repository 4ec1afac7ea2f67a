using System.ComponentModel.DataAnnotations;

namespace Shop.Inventory;

/// <summary>One article and how many of it.</summary>
public sealed record ReservationLine([Required, StringLength(32)] string Sku, [Range(1, 100)] int Quantity);
