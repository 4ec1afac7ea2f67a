namespace Shop.Orders.Clients;

/// <summary>Asks what a parcel costs, and sends it.</summary>
public sealed class ShippingClient(HttpClient http)
{
    public async Task<decimal> QuoteAsync(string country, int weightGrams, decimal goodsValue, CancellationToken cancellationToken)
    {
        var query = FormattableString.Invariant($"quotes?country={Uri.EscapeDataString(country)}&weightGrams={weightGrams}&goodsValue={goodsValue}");
        return (await http.GetAsync(query, cancellationToken).ReadAsync<ShippingQuote>("shipping", cancellationToken)).Price;
    }

    public async Task<string> ShipAsync(Order order, CancellationToken cancellationToken)
    {
        var shipment = await http
            .PostAsJsonAsync("shipments", new { orderId = order.Id, order.Country, order.WeightGrams }, cancellationToken)
            .ReadAsync<Shipment>("shipping", cancellationToken);
        return shipment.TrackingNumber;
    }

    private sealed record ShippingQuote(decimal Price);

    private sealed record Shipment(string TrackingNumber);
}
