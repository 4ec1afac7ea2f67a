namespace Shop.Frontend.Clients;

/// <summary>Quotes, places and follows orders.</summary>
public sealed class OrdersClient(HttpClient http)
{
    private const string Service = "orders";

    /// <summary>Passes the page's query on as it is: the order desk validates it.</summary>
    public Task<Quote> QuoteAsync(QueryString query, CancellationToken cancellationToken) => http
        .GetAsync($"quote{query.ToUriComponent()}", cancellationToken)
        .ReadAsync<Quote>(Service, cancellationToken);

    public Task<Order> PlaceAsync(Checkout checkout, CancellationToken cancellationToken) => http
        .PostAsJsonAsync("orders", checkout, cancellationToken)
        .ReadAsync<Order>(Service, cancellationToken);

    public Task<OrderView> GetAsync(string id, CancellationToken cancellationToken) => http
        .GetAsync($"orders/{Uri.EscapeDataString(id)}", cancellationToken)
        .ReadAsync<OrderView>(Service, cancellationToken);

    /// <summary>Ships or cancels an order.</summary>
    public Task<Order> MoveAsync(string id, string action, CancellationToken cancellationToken) => http
        .PostAsync($"orders/{Uri.EscapeDataString(id)}/{action}", null, cancellationToken)
        .ReadAsync<Order>(Service, cancellationToken);
}
