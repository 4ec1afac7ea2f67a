using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Frontend.Clients;

namespace Shop.Frontend;

/// <summary>What the page may ask of the shop.</summary>
public static class ShopApi
{
    public static void MapShopApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/products", async (string? category, CatalogClient catalog, ILogger<CatalogClient> log, CancellationToken cancellationToken) =>
        {
            var products = await catalog.ListAsync(category, cancellationToken);
            log.LogInformation("Served {Count} products, {SoldOut} sold out", products.Length, products.Count(product => product.Available <= 0));
            return products;
        });
        api.MapGet("/products/{sku}", (string sku, CatalogClient catalog, CancellationToken cancellationToken) => catalog.GetAsync(sku, cancellationToken));
        api.MapGet("/quote", QuoteAsync);
        api.MapPost("/checkout", CheckoutAsync);
        api.MapGet("/orders/{id}", GetOrderAsync);
        api.MapPost("/orders/{id}/ship", (string id, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken) =>
            MoveAsync(id, "ship", orders, log, cancellationToken));
        api.MapPost("/orders/{id}/cancel", (string id, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken) =>
            MoveAsync(id, "cancel", orders, log, cancellationToken));
    }

    private static async Task<Ok<Quote>> QuoteAsync(HttpRequest request, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken)
    {
        var quote = await orders.QuoteAsync(request.QueryString, cancellationToken);
        log.LogInformation("Quoted a cart at {Total:F2} EUR", quote.Total);
        return TypedResults.Ok(quote);
    }

    private static async Task<Created<Order>> CheckoutAsync(
        Checkout checkout, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken)
    {
        var order = await orders.PlaceAsync(checkout, cancellationToken);
        log.LogInformation("Checked out order {Id}: {Total:F2} EUR", order.Id, order.Total);
        return TypedResults.Created($"/api/orders/{order.Id}", order);
    }

    private static async Task<Ok<OrderView>> GetOrderAsync(
        string id, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken)
    {
        var view = await orders.GetAsync(id, cancellationToken);
        log.LogInformation("Showed order {Id}, {Status}", id, view.Order.Status);
        return TypedResults.Ok(view);
    }

    private static async Task<Ok<Order>> MoveAsync(
        string id, string action, OrdersClient orders, ILogger<OrdersClient> log, CancellationToken cancellationToken)
    {
        var order = await orders.MoveAsync(id, action, cancellationToken);
        log.LogInformation("Order {Id} is {Status} now", id, order.Status);
        return TypedResults.Ok(order);
    }
}
