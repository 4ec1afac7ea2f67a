using System.Text.Json.Nodes;

namespace AgentSandbox.Bench.Compare;

/// <summary>Patches as somebody would make them to Shop's sources, as what they do to the answers that Shop really gave.</summary>
internal static class ShopPatches
{
    public static IEnumerable<Case> All(IReadOnlyList<Endpoint> endpoints)
    {
        var order = endpoints.First(endpoint => endpoint.Name.StartsWith("orders /orders/ord-", StringComparison.Ordinal)).Name;
        var payment = endpoints.First(endpoint => endpoint.Name.StartsWith("payments /payments/", StringComparison.Ordinal)).Name;
        var shipment = endpoints.First(endpoint => endpoint.Name.StartsWith("shipping /shipments/", StringComparison.Ordinal)).Name;
        const string Products = "catalog /products";
        const string Prices = "catalog /prices?sku=CUP-01&sku=TEA-01";
        const string Quote = "orders /quote?sku=CUP-01&qty=2&sku=TEA-01&qty=1&country=DE";
        const string Tariff = "shipping /quotes?country=AT&weightGrams=1200&goodsValue=40";
        const string Fees = "payments /fees?amount=100";
        const string NoOrder = "orders /orders/none";
        const string Invalid = "orders /quote?sku=CUP-01&qty=0";

        yield return Patch("Total is called GrandTotal", "Orders/Pricing/Quote.cs", Label.Breaking, Quote, json => Rename(json, "total", "grandTotal"));
        yield return Patch("Fee is left out", "Payments/FeeQuote.cs", Label.Breaking, Fees, json => Spots.Edit(json, "fee", (owner, name) => owner.Remove(name)));
        yield return Patch("money as text", "Catalog/Price.cs", Label.Breaking, Prices, json => Spots.Edit(json, "*.unitPrice", (owner, name) => owner[name] = owner[name] + " EUR"));
        yield return Patch("status as a number, without its converter", "Orders/OrderStatus.cs", Label.Breaking, order, json => Spots.Edit(json, "order.status", (owner, name) => owner[name] = 2));
        yield return Patch("status in lower case", "Payments/PaymentStatus.cs", Label.Breaking, payment, json => Spots.Edit(json, "status", (owner, name) => owner[name] = owner[name]!.ToString().ToLowerInvariant()));
        yield return Patch("times as seconds since 1970", "Orders/OrderEvent.cs", Label.Breaking, order, json => Spots.Edit(json, "order.history.*.at", (owner, name) => owner[name] = 1790000000));
        yield return Patch("expectedOn as text", "Shipping/Shipment.cs", Label.Breaking, shipment, json => Spots.Edit(json, "expectedOn", (owner, name) => owner[name] = "in 2 days"));
        yield return Patch("history is not filled", "Orders/Order.cs", Label.Breaking, order, json => Spots.Edit(json, "order.history", (owner, name) => owner[name] = new JsonArray()));
        yield return Patch("nulls are not written", "Orders/Program.cs", Label.Breaking, order, json => Spots.Edit(json, "order.reason", (owner, name) => owner.Remove(name)));
        yield return Patch("payment is not asked any more", "Orders/OrderEndpoints.cs", Label.Breaking, order, json => Spots.Edit(json, "payment", (owner, name) => owner[name] = null));
        yield return Patch("category filter loses everything", "Catalog/Assortment.cs", Label.Breaking, "frontend /api/products?category=Brewing", json => json!.AsArray().Clear());
        yield return Patch("weight in kilograms, with a fraction", "Catalog/ProductOffer.cs", Label.Breaking, Products, json => Spots.Edit(json, "*.weightGrams", (owner, name) => owner[name] = Spots.Number(owner[name]) / 1000));
        yield return Patch("lines by sku instead of a list", "Orders/Pricing/Quote.cs", Label.Breaking, Quote, json => Spots.Edit(json, "lines", (owner, name) => owner[name] = new JsonObject { ["CUP-01"] = 2 }));
        yield return Patch("products in pages", "Catalog/CatalogEndpoints.cs", Label.Breaking, Products, null, answer => answer.Json = new JsonObject { ["items"] = answer.Json?.DeepClone(), ["next"] = null });
        yield return Patch("category called anew for one product", "Catalog/Assortment.cs", Label.Breaking, Products, json => json![0]!["category"] = "Beans");
        yield return Patch("no order answers 200 with null", "Orders/OrderEndpoints.cs", Label.Breaking, NoOrder, null, answer => (answer.Status, answer.Json) = (200, null));
        yield return Patch("no order is a bad request", "Orders/OrderEndpoints.cs", Label.Breaking, NoOrder, null, answer => answer.Status = 400);
        yield return Patch("validation without its errors", "Orders/OrderEndpoints.cs", Label.Breaking, Invalid, json => Spots.Edit(json, "errors", (owner, name) => owner.Remove(name)));
        yield return Patch("one product without a picture", "Catalog/ProductOffer.cs", Label.Breaking, Products, json => json![3]!.AsObject().Remove("picture"));
        yield return Patch("a quote fails for want of a service", "Orders/Pricing/Till.cs", Label.Breaking, Quote, null, answer => (answer.Status, answer.Json) = (502, new JsonObject { ["title"] = "bad gateway" }));

        yield return Patch("a surcharge of 3 percent", "Payments/FeePolicy.cs", Label.Changed, Fees, json => Set(json, ("surchargePercent", 3.0m), ("fee", 3.0m), ("total", 103.0m)));
        yield return Patch("a cheaper zone", "Shipping/Tariff.cs", Label.Changed, Tariff, json => Set(json, ("price", 8.75m)));
        yield return Patch("a day longer", "Shipping/Tariff.cs", Label.Changed, Tariff, json => Spots.Edit(json, "days", (owner, name) => owner[name] = 4));
        yield return Patch("a clearer text", "Orders/OrderEndpoints.cs", Label.Changed, NoOrder, json => Spots.Edit(json, "detail", (owner, name) => owner[name] = "Order 'none' is not known here."));
        yield return Patch("a product is sold no more", "Catalog/Assortment.cs", Label.Changed, Products, json => json!.AsArray().RemoveAt(2));
        yield return Patch("another description", "Catalog/Assortment.cs", Label.Changed, Products, json => json![1]!["description"] = "Thick walls.");
        yield return Patch("a product more", "Catalog/Assortment.cs", Label.Additive, Products, json => json!.AsArray().Add(Another(json[0]!, "POT-01")));
        yield return Patch("quotes say their tax", "Orders/Pricing/Quote.cs", Label.Additive, Quote, json => json!["tax"] = 8.20m);
        yield return Patch("lines say their weight", "Orders/Pricing/QuoteLine.cs", Label.Additive, Quote, json => json!["lines"]!.AsArray().ToList().ForEach(line => line!["weightGrams"] = 340));
        yield return Patch("orders say who packed them", "Orders/Order.cs", Label.Additive, "orders /orders", json => json!.AsArray().ToList().ForEach(item => item!["packedBy"] = null));
        yield return Patch("the same code, reformatted", "Orders/Pricing/Till.cs", Label.None, Quote, _ => { });
        yield return Patch("the same code, rebuilt", "Catalog/Assortment.cs", Label.None, Products, _ => { });
    }

    private static Case Patch(string name, string file, Label label, string endpoint, Action<JsonNode?>? edit, Action<Answer>? whole = null) =>
        new(name, file, label, endpoint, whole ?? (answer => edit!(answer.Json))); // One of the two is given.

    private static void Rename(JsonNode? json, string from, string to) => Spots.Edit(json, from, (owner, name) =>
    {
        var value = owner[name]?.DeepClone();
        owner.Remove(name);
        owner[to] = value;
    });

    private static void Set(JsonNode? json, params (string Name, decimal Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            Spots.Edit(json, name, (owner, member) => owner[member] = value);
        }
    }

    private static JsonNode Another(JsonNode like, string sku)
    {
        var other = like.DeepClone();
        other["sku"] = sku;
        return other;
    }
}
