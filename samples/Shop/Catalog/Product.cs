namespace Shop.Catalog;

/// <summary>An article as the shop sells it; the picture is the name of a drawing that the page has.</summary>
public sealed record Product(
    string Sku,
    string Name,
    string Description,
    string Category,
    string Picture,
    decimal Price,
    int WeightGrams,
    string Currency = "EUR");
