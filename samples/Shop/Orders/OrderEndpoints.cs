using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Orders.Clients;
using Shop.Orders.Pricing;

namespace Shop.Orders;

/// <summary>What other services may ask of the order desk.</summary>
public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapGet("/quote", QuoteAsync);
        app.MapGet("/orders", (OrderBook orders) => orders.Newest(50));
        app.MapPost("/orders", PlaceAsync);
        app.MapGet("/orders/{id}", GetAsync);
        app.MapPost("/orders/{id}/ship", async (string id, OrderDesk desk, CancellationToken cancellationToken) =>
            Moved(id, OrderStatus.Shipped, await desk.ShipAsync(id, cancellationToken)));
        app.MapPost("/orders/{id}/cancel", async (string id, OrderDesk desk, CancellationToken cancellationToken) =>
            Moved(id, OrderStatus.Cancelled, await desk.CancelAsync(id, cancellationToken)));
    }

    /// <summary>Quotes pairs of <c>sku</c> and <c>qty</c>, in the order in which they come.</summary>
    private static async Task<Results<Ok<Quote>, ValidationProblem>> QuoteAsync(
        [Required, MinLength(1), MaxLength(20)] string[] sku,
        int[] qty,
        [StringLength(2, MinimumLength = 2)] string? country,
        Till till,
        ILogger<Till> log,
        CancellationToken cancellationToken)
    {
        if (qty.Length != sku.Length || qty.Any(quantity => quantity is < 1 or > 100))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["qty"] = ["Give one qty from 1 to 100 for each sku."] });
        }

        List<OrderLine> lines = [.. sku.Zip(qty, (article, quantity) => new OrderLine(article, quantity))];
        var quote = await till.QuoteAsync(lines, country, cancellationToken);
        log.LogInformation("Quoted {Total:F2} EUR for {Count} articles, {Fee:F2} EUR of it fee", quote.Total, qty.Sum(), quote.Fee);
        return TypedResults.Ok(quote);
    }

    private static async Task<Created<Order>> PlaceAsync(PlaceOrder wanted, OrderDesk desk, CancellationToken cancellationToken)
    {
        var order = await desk.PlaceAsync(wanted, cancellationToken);
        return TypedResults.Created($"/orders/{order.Id}", order);
    }

    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> GetAsync(
        string id, OrderBook orders, PaymentsClient payments, ILogger<OrderBook> log, CancellationToken cancellationToken)
    {
        if (orders.Find(id) is not { } order)
        {
            return NoOrder(id);
        }

        var payment = await payments.FindAsync(id, cancellationToken);
        log.LogInformation("Order {Id} is {Status}, its payment {PaymentStatus}", id, order.Status, payment?.Status ?? "unknown");
        return TypedResults.Ok(new OrderView(order, payment));
    }

    private static Results<Ok<Order>, ProblemHttpResult> Moved(string id, OrderStatus to, (Order? Order, bool Moved) result) => result switch
    {
        (null, _) => NoOrder(id),
        ({ } order, true) => TypedResults.Ok(order),
        ({ } order, false) => TypedResults.Problem(
            $"Order '{id}' is {order.Status} and cannot become {to}.",
            title: "The order cannot do that now.",
            statusCode: StatusCodes.Status409Conflict),
    };

    private static ProblemHttpResult NoOrder(string id) =>
        TypedResults.Problem($"There is no order '{id}'.", title: "No such order.", statusCode: StatusCodes.Status404NotFound);
}
