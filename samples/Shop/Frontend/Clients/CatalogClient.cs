namespace Shop.Frontend.Clients;

/// <summary>Asks the catalogue what there is to buy.</summary>
public sealed class CatalogClient(HttpClient http)
{
    private const string Service = "catalog";

    public Task<Product[]> ListAsync(string? category, CancellationToken cancellationToken) => http
        .GetAsync(category is null ? "products" : $"products?category={Uri.EscapeDataString(category)}", cancellationToken)
        .ReadAsync<Product[]>(Service, cancellationToken);

    public Task<Product> GetAsync(string sku, CancellationToken cancellationToken) => http
        .GetAsync($"products/{Uri.EscapeDataString(sku)}", cancellationToken)
        .ReadAsync<Product>(Service, cancellationToken);
}
