namespace Shop.Shipping;

/// <summary>What it costs to send a parcel, and how long it takes.</summary>
public static class Tariff
{
    /// <summary>From this value of goods on, the shop pays for domestic parcels.</summary>
    public const decimal FreeFrom = 75.00m;

    private static readonly Dictionary<string, Zone> s_zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DE"] = new("Domestic", 4.90m, 0.40m, 2),
        ["AT"] = new("Neighbours", 8.90m, 0.90m, 3),
        ["CH"] = new("Neighbours", 12.90m, 1.40m, 4),
        ["FR"] = new("Neighbours", 8.90m, 0.90m, 3),
        ["NL"] = new("Neighbours", 7.90m, 0.80m, 3),
        ["US"] = new("Overseas", 24.90m, 6.50m, 9),
    };

    public static IReadOnlyCollection<string> Countries => s_zones.Keys;

    /// <summary>The price of one parcel, or nothing for a country to which the shop does not send.</summary>
    public static ShippingQuote? Quote(string country, int weightGrams, decimal goodsValue)
    {
        if (!s_zones.TryGetValue(country, out var zone))
        {
            return null;
        }

        var kilograms = Math.Max(1, (weightGrams + 999) / 1000);
        var free = zone.Name == "Domestic" && goodsValue >= FreeFrom;
        var price = free ? 0m : zone.Base + (kilograms - 1) * zone.PerKilogram;
        return new ShippingQuote(country.ToUpperInvariant(), zone.Name, weightGrams, price, "EUR", zone.Days);
    }

    private sealed record Zone(string Name, decimal Base, decimal PerKilogram, int Days);
}
