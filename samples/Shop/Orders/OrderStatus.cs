using System.Text.Json.Serialization;

namespace Shop.Orders;

/// <summary>Where an order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    /// <summary>Accepted; goods and money are not yet secured.</summary>
    Placed,

    /// <summary>Goods are reserved and the money is set aside.</summary>
    Paid,

    /// <summary>The parcel has left; the money has moved.</summary>
    Shipped,

    /// <summary>Called off by the customer; goods and money are free again.</summary>
    Cancelled,

    /// <summary>Goods or money could not be secured.</summary>
    Rejected,
}
