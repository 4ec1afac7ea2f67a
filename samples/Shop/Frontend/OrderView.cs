namespace Shop.Frontend;

/// <summary>An order together with its payment.</summary>
public sealed record OrderView(Order Order, Payment? Payment);
