using System.Text.Json.Serialization;

namespace Shop.Inventory;

/// <summary>Where a reservation stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReservationStatus>))]
public enum ReservationStatus
{
    /// <summary>The goods are on the shelf, promised to the order.</summary>
    Held,

    /// <summary>The goods have left the warehouse.</summary>
    Committed,

    /// <summary>The goods are free for other orders again.</summary>
    Released,
}
