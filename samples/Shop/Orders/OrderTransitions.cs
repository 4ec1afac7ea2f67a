namespace Shop.Orders;

/// <summary>The state machine of an order.</summary>
public static class OrderTransitions
{
    public static bool Allowed(OrderStatus from, OrderStatus to) => (from, to) switch
    {
        (OrderStatus.Placed, OrderStatus.Paid or OrderStatus.Rejected) => true,
        (OrderStatus.Paid, OrderStatus.Shipped or OrderStatus.Cancelled) => true,
        _ => false,
    };
}
