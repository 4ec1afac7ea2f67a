namespace Shop.Inventory;

/// <summary>What the warehouse holds of one article.</summary>
public sealed record StockLevel(string Sku, int OnHand, int Reserved)
{
    /// <summary>What can still be promised to a customer.</summary>
    public int Available => OnHand - Reserved;
}
