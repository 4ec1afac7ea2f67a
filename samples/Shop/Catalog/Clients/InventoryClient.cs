namespace Shop.Catalog.Clients;

/// <summary>Asks the inventory service what is on the shelf.</summary>
public sealed class InventoryClient(HttpClient http)
{
    private const string Service = "inventory";

    /// <summary>The levels of many articles in one call.</summary>
    public async Task<IReadOnlyDictionary<string, int>> AvailableAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var query = string.Join('&', skus.Select(sku => $"sku={Uri.EscapeDataString(sku)}"));
        var levels = await http.GetAsync($"stock?{query}", cancellationToken).ReadAsync<StockLevel[]>(Service, cancellationToken);
        return levels.ToDictionary(level => level.Sku, level => level.Available, StringComparer.OrdinalIgnoreCase);
    }

    public async Task<int> AvailableAsync(string sku, CancellationToken cancellationToken)
    {
        var level = await http.GetAsync($"stock/{Uri.EscapeDataString(sku)}", cancellationToken).ReadAsync<StockLevel>(Service, cancellationToken);
        return level.Available;
    }

    private sealed record StockLevel(string Sku, int Available);
}
