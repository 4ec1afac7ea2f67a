using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Inventory;

/// <summary>What other services may ask of the warehouse.</summary>
public static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder app)
    {
        app.MapGet("/stock", (string[]? sku, Warehouse warehouse, ILogger<Warehouse> log) =>
        {
            var levels = warehouse.Levels(sku ?? []);
            log.LogInformation("Listed the stock of {Count} articles", levels.Count);
            return levels;
        });
        app.MapGet("/stock/{sku}", GetStock);
        app.MapPost("/stock/{sku}/receipts", Receive);
        app.MapPost("/reservations", Reserve);
        app.MapGet("/reservations/{orderId}", (string orderId, Warehouse warehouse) => Found(warehouse.FindReservation(orderId), orderId));
        app.MapPost("/reservations/{orderId}/commit", (string orderId, Warehouse warehouse, ILogger<Warehouse> log) =>
            End(orderId, ReservationStatus.Committed, warehouse, log));
        app.MapPost("/reservations/{orderId}/release", (string orderId, Warehouse warehouse, ILogger<Warehouse> log) =>
            End(orderId, ReservationStatus.Released, warehouse, log));
    }

    private static Results<Ok<StockLevel>, ProblemHttpResult> GetStock(string sku, Warehouse warehouse, ILogger<Warehouse> log)
    {
        if (warehouse.Find(sku) is not { } level)
        {
            return NoArticle(sku);
        }

        log.LogInformation("Stock of {Sku}: {Available} available of {OnHand} on hand", level.Sku, level.Available, level.OnHand);
        return TypedResults.Ok(level);
    }

    private static Results<Ok<StockLevel>, ProblemHttpResult> Receive(
        string sku, ReceiptRequest request, Warehouse warehouse, ILogger<Warehouse> log)
    {
        if (warehouse.Receive(sku, request.Quantity) is not { } level)
        {
            return NoArticle(sku);
        }

        log.LogInformation("Received {Quantity} of {Sku}, now {OnHand} on hand", request.Quantity, level.Sku, level.OnHand);
        return TypedResults.Ok(level);
    }

    private static Results<Ok<Reservation>, ProblemHttpResult> Reserve(ReserveRequest request, Warehouse warehouse, ILogger<Warehouse> log)
    {
        var (reservation, shortage) = warehouse.Reserve(request.OrderId, request.Lines);
        if (reservation is null)
        {
            log.LogWarning("Refused to reserve goods for order {OrderId}: {Shortage}", request.OrderId, shortage);
            return TypedResults.Problem(shortage, title: "The goods cannot be reserved.", statusCode: StatusCodes.Status409Conflict);
        }

        log.LogInformation("Reserved {Count} articles for order {OrderId}", reservation.Lines.Sum(line => line.Quantity), request.OrderId);
        return TypedResults.Ok(reservation);
    }

    private static Results<Ok<Reservation>, ProblemHttpResult> End(
        string orderId, ReservationStatus end, Warehouse warehouse, ILogger<Warehouse> log)
    {
        var (reservation, done) = warehouse.End(orderId, end);
        if (reservation is not null && !done)
        {
            return TypedResults.Problem(
                $"The reservation of order '{orderId}' is {reservation.Status} and cannot become {end}.",
                title: "The reservation has ended.",
                statusCode: StatusCodes.Status409Conflict);
        }

        if (done)
        {
            log.LogInformation("Reservation of order {OrderId} is {Status}", orderId, end);
        }

        return Found(reservation, orderId);
    }

    private static Results<Ok<Reservation>, ProblemHttpResult> Found(Reservation? reservation, string orderId) => reservation is null
        ? TypedResults.Problem($"Order '{orderId}' has no reservation.", title: "No such reservation.", statusCode: StatusCodes.Status404NotFound)
        : TypedResults.Ok(reservation);

    private static ProblemHttpResult NoArticle(string sku) =>
        TypedResults.Problem($"The warehouse does not know '{sku}'.", title: "No such article.", statusCode: StatusCodes.Status404NotFound);
}
