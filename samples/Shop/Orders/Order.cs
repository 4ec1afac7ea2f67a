using Shop.Orders.Pricing;

namespace Shop.Orders;

/// <summary>What a customer wants, at the prices of that moment.</summary>
public sealed record Order(
    string Id,
    string Customer,
    string Email,
    string Country,
    IReadOnlyList<QuoteLine> Lines,
    decimal Subtotal,
    decimal Shipping,
    decimal Fee,
    decimal Total,
    string Currency,
    int WeightGrams,
    OrderStatus Status,
    IReadOnlyList<OrderEvent> History,
    string? Reason = null,
    string? TrackingNumber = null)
{
    public Order MoveTo(OrderStatus status, DateTimeOffset at) =>
        this with { Status = status, History = [.. History, new(status, at)] };
}
