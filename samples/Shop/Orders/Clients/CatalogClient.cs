namespace Shop.Orders.Clients;

/// <summary>Asks the catalogue for prices.</summary>
public sealed class CatalogClient(HttpClient http)
{
    public Task<Price[]> PricesAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var query = string.Join('&', skus.Select(sku => $"sku={Uri.EscapeDataString(sku)}"));
        return http.GetAsync($"prices?{query}", cancellationToken).ReadAsync<Price[]>("catalog", cancellationToken);
    }
}
