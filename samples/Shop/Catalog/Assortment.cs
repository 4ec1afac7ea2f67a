using System.Collections.Immutable;

namespace Shop.Catalog;

/// <summary>What the shop sells, and for how much.</summary>
public sealed class Assortment
{
    private ImmutableSortedDictionary<string, Product> _products = new Product[]
    {
        new("BEANS-01", "Harbour Roast", "Whole beans from two farms in Huila. Cocoa, plum, a long finish. 1 kg.", "Coffee", "beans", 24.90m, 1050),
        new("CUP-01", "Stoneware Cup", "Thick walls, a thumb-sized handle, 220 ml. Thrown by hand, no two alike.", "Tableware", "cup", 18.00m, 340),
        new("DRIP-01", "Paper Dripper", "Porcelain cone for size 2 filters, with ribs that keep the flow even.", "Brewing", "dripper", 29.50m, 480),
        new("ESPRESSO-01", "Lever Espresso", "A spring lever, nine bar, no electronics. Built to be repaired.", "Machines", "espresso", 649.00m, 9800),
        new("GRIND-01", "Burr Grinder", "Steel burrs, forty steps, quiet enough for a shared kitchen.", "Machines", "grinder", 139.00m, 2600),
        new("KETTLE-01", "Swan-neck Kettle", "A slow, steady pour and a lid that stays on. 0.9 l, any hob.", "Brewing", "kettle", 54.00m, 870),
        new("SCALE-01", "Brew Scale", "A tenth of a gram, with a timer that starts when the water does.", "Brewing", "scale", 42.00m, 410),
        new("TEA-01", "Garden Sencha", "First flush from Shizuoka, steamed briefly. Green and sweet. 100 g.", "Tea", "tea", 16.40m, 140),
    }.ToImmutableSortedDictionary(product => product.Sku, product => product, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<Product> List(string? category) =>
        [.. _products.Values.Where(product => category is null || product.Category.Equals(category, StringComparison.OrdinalIgnoreCase))];

    public Product? Find(string sku) => _products.GetValueOrDefault(sku);

    /// <summary>Changes a price; readers see the old assortment or the new one, never a mixture.</summary>
    public Product? Reprice(string sku, decimal price)
    {
        ImmutableInterlocked.Update(ref _products, products => products.TryGetValue(sku, out var product)
            ? products.SetItem(product.Sku, product with { Price = price })
            : products);
        return Find(sku);
    }
}
