namespace Shop.Inventory;

/// <summary>Goods that are held for one order.</summary>
public sealed record Reservation(
    string OrderId,
    IReadOnlyList<ReservationLine> Lines,
    ReservationStatus Status,
    DateTimeOffset At);
