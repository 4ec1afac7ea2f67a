namespace Shop.Orders.Clients;

/// <summary>Holds goods for an order, and lets go of them.</summary>
public sealed class InventoryClient(HttpClient http)
{
    public Task ReserveAsync(Order order, CancellationToken cancellationToken) => http
        .PostAsJsonAsync("reservations", new { orderId = order.Id, lines = order.Lines.Select(line => new { line.Sku, line.Quantity }) }, cancellationToken)
        .ReadAsync<Reservation>("inventory", cancellationToken);

    public Task CommitAsync(string orderId, CancellationToken cancellationToken) => EndAsync(orderId, "commit", cancellationToken);

    public Task ReleaseAsync(string orderId, CancellationToken cancellationToken) => EndAsync(orderId, "release", cancellationToken);

    private Task EndAsync(string orderId, string end, CancellationToken cancellationToken) => http
        .PostAsync($"reservations/{Uri.EscapeDataString(orderId)}/{end}", null, cancellationToken)
        .ReadAsync<Reservation>("inventory", cancellationToken);

    private sealed record Reservation(string OrderId, string Status);
}
