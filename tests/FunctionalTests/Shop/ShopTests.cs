using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace AgentSandbox.FunctionalTests.Shop;

public sealed class ShopTests(ShopBuild build) : IClassFixture<ShopBuild>
{
    private const string Quote = "/api/quote?sku=BEANS-01&qty=2";

    [Fact]
    public async Task Quote_WithKey_CarriesItThreeHopsDeep()
    {
        await using var shop = await ShopInstance.StartAsync(build);

        var quote = await GetWithKeyAsync(shop, Quote);

        quote.GetProperty("subtotal").GetDecimal().Should().Be(49.80m);
        quote.GetProperty("fee").GetDecimal().Should().Be(1.00m);
        shop.At("Orders").Should().ContainSingle().Which.Baggage.Should().Be("sandbox = pr-1");
        var payments = shop.At("Payments").Should().ContainSingle().Which;
        payments.Path.Should().Be("/fees?amount=49.80");
        payments.Baggage.Should().Be("sandbox = pr-1");
        payments.TraceParent.Should().NotBeNull();
    }

    [Fact]
    public async Task Products_WithKey_CarriesItToInventory()
    {
        await using var shop = await ShopInstance.StartAsync(build);

        var products = await GetWithKeyAsync(shop, "/api/products");

        products.GetArrayLength().Should().Be(8);
        shop.At("Catalog").Should().ContainSingle().Which.Baggage.Should().Be("sandbox = pr-1");
        shop.At("Inventory").Should().ContainSingle().Which.Baggage.Should().Be("sandbox = pr-1");
    }

    [Fact]
    public async Task Quote_OrdersWithPropagationSwitchedOff_LosesKeyAndTraceAfterOrders()
    {
        await using var shop = await ShopInstance.StartAsync(build, withoutPropagation: "Orders");

        await GetWithKeyAsync(shop, Quote);

        shop.At("Orders").Should().ContainSingle().Which.Baggage.Should().Be("sandbox = pr-1");
        var payments = shop.At("Payments").Should().ContainSingle().Which;
        payments.Baggage.Should().BeNull();
        payments.TraceParent.Should().BeNull();
    }

    [Fact]
    public async Task Order_PaidAndShipped_TakesGoodsFromTheShelf()
    {
        await using var shop = await ShopInstance.StartAsync(build);

        using var placed = await CheckoutAsync(shop, "BEANS-01", 2);
        var id = (await placed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var shipped = await shop.Client.PostAsync($"/api/orders/{id}/ship", null);
        using var cancelled = await shop.Client.PostAsync($"/api/orders/{id}/cancel", null);
        var view = await shop.Client.GetFromJsonAsync<JsonElement>($"/api/orders/{id}");
        var stock = await shop.Inventory.GetFromJsonAsync<JsonElement>("/stock/BEANS-01");

        placed.StatusCode.Should().Be(HttpStatusCode.Created);
        shipped.StatusCode.Should().Be(HttpStatusCode.OK);
        cancelled.StatusCode.Should().Be(HttpStatusCode.Conflict);
        view.GetProperty("order").GetProperty("status").GetString().Should().Be("Shipped");
        view.GetProperty("payment").GetProperty("status").GetString().Should().Be("Captured");
        stock.GetProperty("onHand").GetInt32().Should().Be(118);
        stock.GetProperty("reserved").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Checkout_OverTheLimit_IsDeclinedAndHoldsNoGoods()
    {
        await using var shop = await ShopInstance.StartAsync(build);

        using var declined = await CheckoutAsync(shop, "ESPRESSO-01", 2);
        var problem = await declined.Content.ReadFromJsonAsync<JsonElement>();
        var stock = await shop.Inventory.GetFromJsonAsync<JsonElement>("/stock/ESPRESSO-01");

        declined.StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        declined.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("service").GetString().Should().Be("payments");
        shop.At("Inventory").Select(request => request.Path).Should().ContainMatch("/reservations/*/release");
        stock.GetProperty("available").GetInt32().Should().Be(6);
    }

    [Fact]
    public async Task Page_Requested_IsServedWithItsStyleAndScript()
    {
        await using var shop = await ShopInstance.StartAsync(build);

        var page = await shop.Client.GetStringAsync("/");
        using var style = await shop.Client.GetAsync("/shop.css");
        using var script = await shop.Client.GetAsync("/shop.js");

        page.Should().Contain("id=\"product-list\"").And.NotContain("https://");
        style.Content.Headers.ContentType?.MediaType.Should().Be("text/css");
        script.Content.Headers.ContentType?.MediaType.Should().Be("text/javascript");
    }

    private static async Task<JsonElement> GetWithKeyAsync(ShopInstance shop, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "baggage", "sandbox=pr-1" } } };
        using var response = await shop.Client.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<HttpResponseMessage> CheckoutAsync(ShopInstance shop, string sku, int quantity) => shop.Client.PostAsJsonAsync("/api/checkout", new
    {
        customer = "Ada Lovelace",
        email = "ada@example.com",
        country = "DE",
        lines = new[] { new { sku, quantity } },
    });
}
