using System.Collections.Concurrent;

namespace Shop.Shipping;

/// <summary>The parcels that have left, one for each order.</summary>
public sealed class Dispatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Shipment> _shipments = new(StringComparer.Ordinal);

    public Shipment? Find(string orderId) => _shipments.GetValueOrDefault(orderId);

    /// <summary>Picks a parcel up; an order that has one already keeps it.</summary>
    public Shipment PickUp(ShipmentRequest request, int days) => _shipments.GetOrAdd(request.OrderId, orderId =>
    {
        var now = time.GetUtcNow();
        return new Shipment(
            $"TRK{Guid.NewGuid():N}"[..13].ToUpperInvariant(), orderId, request.Country.ToUpperInvariant(), now,
            DateOnly.FromDateTime(now.UtcDateTime).AddDays(days));
    });
}
