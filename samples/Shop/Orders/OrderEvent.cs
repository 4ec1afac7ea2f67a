namespace Shop.Orders;

/// <summary>When an order reached a status.</summary>
public sealed record OrderEvent(OrderStatus Status, DateTimeOffset At);
