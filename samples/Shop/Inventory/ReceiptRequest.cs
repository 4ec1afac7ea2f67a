using System.ComponentModel.DataAnnotations;

namespace Shop.Inventory;

/// <summary>Goods that came in.</summary>
public sealed record ReceiptRequest([Range(1, 10_000)] int Quantity);
