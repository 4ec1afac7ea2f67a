namespace Shop.Payments;

/// <summary>Money of a customer for one order.</summary>
public sealed record Payment(
    string Id,
    string OrderId,
    decimal Amount,
    decimal Fee,
    decimal Total,
    string Currency,
    PaymentStatus Status,
    DateTimeOffset At);
