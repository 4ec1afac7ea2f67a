namespace Shop.Frontend;

/// <summary>An order as its customer sees it.</summary>
public sealed record Order(
    string Id,
    string Customer,
    string Country,
    IReadOnlyList<Line> Lines,
    decimal Subtotal,
    decimal Shipping,
    decimal Fee,
    decimal Total,
    string Currency,
    string Status,
    IReadOnlyList<OrderEvent> History,
    string? Reason,
    string? TrackingNumber);
