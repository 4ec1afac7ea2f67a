namespace Shop.Inventory;

/// <summary>The stock and its reservations. One lock guards both, so that nothing is promised twice.</summary>
public sealed class Warehouse(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StockLevel> _stock = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BEANS-01"] = new("BEANS-01", 120, 0),
        ["CUP-01"] = new("CUP-01", 64, 0),
        ["DRIP-01"] = new("DRIP-01", 35, 0),
        ["ESPRESSO-01"] = new("ESPRESSO-01", 6, 0),
        ["GRIND-01"] = new("GRIND-01", 18, 0),
        ["KETTLE-01"] = new("KETTLE-01", 3, 0),
        ["SCALE-01"] = new("SCALE-01", 0, 0),
        ["TEA-01"] = new("TEA-01", 80, 0),
    };

    /// <summary>The level of the wanted articles, or of all of them when none is named.</summary>
    public IReadOnlyList<StockLevel> Levels(IReadOnlyCollection<string> skus)
    {
        lock (_lock)
        {
            return [.. _stock.Values.Where(level => skus.Count == 0 || skus.Contains(level.Sku, StringComparer.OrdinalIgnoreCase))];
        }
    }

    public StockLevel? Find(string sku)
    {
        lock (_lock)
        {
            return _stock.GetValueOrDefault(sku);
        }
    }

    public StockLevel? Receive(string sku, int quantity)
    {
        lock (_lock)
        {
            return _stock.TryGetValue(sku, out var level) ? _stock[sku] = level with { OnHand = level.OnHand + quantity } : null;
        }
    }

    public Reservation? FindReservation(string orderId)
    {
        lock (_lock)
        {
            return _reservations.GetValueOrDefault(orderId);
        }
    }

    /// <summary>Holds all lines or none. An order that is held already gets the same reservation again.</summary>
    public (Reservation? Reservation, string? Shortage) Reserve(string orderId, IReadOnlyList<ReservationLine> lines)
    {
        lock (_lock)
        {
            if (_reservations.TryGetValue(orderId, out var known))
            {
                return known.Status == ReservationStatus.Held ? (known, null) : (null, $"Order '{orderId}' was {known.Status} before.");
            }

            List<ReservationLine> wanted = [.. lines
                .GroupBy(line => line.Sku, StringComparer.OrdinalIgnoreCase)
                .Select(group => new ReservationLine(group.Key, group.Sum(line => line.Quantity)))];
            var shortages = wanted
                .Select(line => (line, available: _stock.GetValueOrDefault(line.Sku)?.Available ?? 0))
                .Where(pair => pair.line.Quantity > pair.available)
                .Select(pair => $"{pair.line.Sku}: {pair.line.Quantity} wanted, {pair.available} available")
                .ToList();
            if (shortages.Count > 0)
            {
                return (null, string.Join("; ", shortages) + ".");
            }

            Change(wanted, (level, quantity) => level with { Reserved = level.Reserved + quantity });
            return (_reservations[orderId] = new(orderId, wanted, ReservationStatus.Held, time.GetUtcNow()), null);
        }
    }

    /// <summary>Ends a reservation one way or the other; asking for the same end twice is harmless.</summary>
    public (Reservation? Reservation, bool Done) End(string orderId, ReservationStatus end)
    {
        lock (_lock)
        {
            if (!_reservations.TryGetValue(orderId, out var reservation) || reservation.Status != ReservationStatus.Held)
            {
                return (reservation, reservation?.Status == end);
            }

            var leaves = end == ReservationStatus.Committed;
            Change(reservation.Lines, (level, quantity) => level with
            {
                OnHand = leaves ? level.OnHand - quantity : level.OnHand,
                Reserved = level.Reserved - quantity,
            });
            return (_reservations[orderId] = reservation with { Status = end, At = time.GetUtcNow() }, true);
        }
    }

    private void Change(IEnumerable<ReservationLine> lines, Func<StockLevel, int, StockLevel> change)
    {
        foreach (var line in lines)
        {
            _stock[line.Sku] = change(_stock[line.Sku], line.Quantity);
        }
    }
}
