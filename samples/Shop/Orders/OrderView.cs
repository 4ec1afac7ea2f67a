using Shop.Orders.Clients;

namespace Shop.Orders;

/// <summary>An order together with its payment, as the payments service knows it.</summary>
public sealed record OrderView(Order Order, Payment? Payment);
