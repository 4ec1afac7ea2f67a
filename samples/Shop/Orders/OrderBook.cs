using System.Collections.Concurrent;

namespace Shop.Orders;

/// <summary>All orders. Changes of one order follow each other; readers see it as it was before or after a change.</summary>
public sealed class OrderBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens an order. Ids are random and not counted: two instances of this service may share what lies behind them.</summary>
    public Order Open(Func<string, Order> create)
    {
        var order = create($"ord-{Guid.NewGuid():N}"[..12]).MoveTo(OrderStatus.Placed, time.GetUtcNow());
        _entries[order.Id] = new Entry(order);
        return order;
    }

    public Order? Find(string id) => _entries.GetValueOrDefault(id)?.Order;

    public IReadOnlyList<Order> Newest(int count) =>
        [.. _entries.Values.Select(entry => entry.Order).OrderByDescending(order => order.History[0].At).Take(count)];

    /// <summary>Moves an order on once the work for it is done. Work that fails leaves the order where it was.</summary>
    /// <returns>The order, and whether it may go there; no order if there is none of this id.</returns>
    public async Task<(Order? Order, bool Moved)> MoveAsync(
        string id, OrderStatus to, Func<Order, Task<Order>> work, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(id, out var entry))
        {
            return (null, false);
        }

        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (!OrderTransitions.Allowed(entry.Order.Status, to))
            {
                return (entry.Order, false);
            }

            entry.Order = (await work(entry.Order)).MoveTo(to, time.GetUtcNow());
            return (entry.Order, true);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private sealed class Entry(Order order)
    {
        private volatile Order _order = order;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Order Order
        {
            get => _order;
            set => _order = value;
        }
    }
}
