namespace Shop.Orders.Clients;

/// <summary>Asks what a payment costs, and makes it.</summary>
public sealed class PaymentsClient(HttpClient http)
{
    private const string Service = "payments";

    public Task<FeeQuote> FeeAsync(decimal amount, CancellationToken cancellationToken) => http
        .GetAsync(FormattableString.Invariant($"fees?amount={amount}"), cancellationToken)
        .ReadAsync<FeeQuote>(Service, cancellationToken);

    /// <summary>Authorizes the money for an order; the order's id is the idempotency key, so that a repeated call takes nothing twice.</summary>
    public async Task<Payment> AuthorizeAsync(string orderId, decimal amount, string currency, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "payments") { Content = JsonContent.Create(new { orderId, amount, currency }) };
        request.Headers.Add("Idempotency-Key", orderId);
        return await http.SendAsync(request, cancellationToken).ReadAsync<Payment>(Service, cancellationToken);
    }

    /// <summary>The payment of an order, or nothing if the payments service has none.</summary>
    public async Task<Payment?> FindAsync(string orderId, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync($"payments/{Uri.EscapeDataString(orderId)}", cancellationToken).ReadAsync<Payment>(Service, cancellationToken);
        }
        catch (UpstreamException e) when (e.Problem.Status == StatusCodes.Status404NotFound)
        {
            return null;
        }
    }

    public Task CaptureAsync(string orderId, CancellationToken cancellationToken) => EndAsync(orderId, "capture", cancellationToken);

    public Task VoidAsync(string orderId, CancellationToken cancellationToken) => EndAsync(orderId, "void", cancellationToken);

    private Task EndAsync(string orderId, string end, CancellationToken cancellationToken) => http
        .PostAsync($"payments/{Uri.EscapeDataString(orderId)}/{end}", null, cancellationToken)
        .ReadAsync<Payment>(Service, cancellationToken);
}
