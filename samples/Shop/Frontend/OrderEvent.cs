namespace Shop.Frontend;

/// <summary>When an order reached a status.</summary>
public sealed record OrderEvent(string Status, DateTimeOffset At);
