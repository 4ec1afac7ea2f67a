namespace Shop.Catalog;

/// <summary>An article together with what the warehouse has of it.</summary>
public sealed record ProductOffer(
    string Sku,
    string Name,
    string Description,
    string Category,
    string Picture,
    decimal Price,
    string Currency,
    int WeightGrams,
    int Available)
{
    public static ProductOffer From(Product product, int available) => new(
        product.Sku, product.Name, product.Description, product.Category, product.Picture,
        product.Price, product.Currency, product.WeightGrams, available);
}
