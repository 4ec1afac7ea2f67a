namespace Shop.Frontend;

/// <summary>A product as the page shows it.</summary>
public sealed record Product(
    string Sku, string Name, string Description, string Category, string Picture, decimal Price, string Currency, int Available);
