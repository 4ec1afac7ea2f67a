using Shop.Orders.Clients;

namespace Shop.Orders.Pricing;

/// <summary>Adds up what an order costs: goods, parcel, and the surcharge on both.</summary>
public sealed class Till(CatalogClient catalog, ShippingClient shipping, PaymentsClient payments)
{
    /// <summary>Quotes without promising anything; the parcel is part of it only when the country is known.</summary>
    public async Task<Quote> QuoteAsync(IReadOnlyList<OrderLine> lines, string? country, CancellationToken cancellationToken)
    {
        var goods = await GoodsAsync(lines, cancellationToken);
        decimal? parcel = country is null ? null : await ParcelAsync(country, goods, cancellationToken);
        var fee = await payments.FeeAsync(goods.Subtotal + (parcel ?? 0), cancellationToken);
        return new Quote(goods.Lines, goods.Subtotal, parcel, fee.SurchargePercent, fee.Fee, fee.Total, goods.Currency);
    }

    public async Task<Goods> GoodsAsync(IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken)
    {
        var prices = await catalog.PricesAsync(lines.Select(line => line.Sku), cancellationToken);
        List<QuoteLine> priced = [.. lines.Zip(prices, (line, price) =>
            new QuoteLine(price.Sku, price.Name, line.Quantity, price.UnitPrice, price.UnitPrice * line.Quantity))];
        return new Goods(
            priced, priced.Sum(line => line.LineTotal), lines.Zip(prices, (line, price) => line.Quantity * price.WeightGrams).Sum(), prices[0].Currency);
    }

    public Task<decimal> ParcelAsync(string country, Goods goods, CancellationToken cancellationToken) =>
        shipping.QuoteAsync(country, goods.WeightGrams, goods.Subtotal, cancellationToken);
}
