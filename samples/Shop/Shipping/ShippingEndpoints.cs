using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Shipping;

/// <summary>What other services may ask of the carrier.</summary>
public static class ShippingEndpoints
{
    public static void MapShipping(this IEndpointRouteBuilder app)
    {
        app.MapGet("/quotes", Quote);
        app.MapPost("/shipments", Ship);
        app.MapGet("/shipments/{orderId}", Find);
    }

    private static Results<Ok<ShippingQuote>, ProblemHttpResult> Quote(
        [Required, StringLength(2, MinimumLength = 2)] string country,
        [Range(1, 200_000)] int weightGrams,
        [Range(0, 100_000)] decimal goodsValue,
        ILogger<Dispatch> log)
    {
        if (Tariff.Quote(country, weightGrams, goodsValue) is not { } quote)
        {
            return NotServed(country);
        }

        log.LogInformation("Quoted {Price:F2} EUR for {Weight} g to {Country}", quote.Price, weightGrams, quote.Country);
        return TypedResults.Ok(quote);
    }

    private static Results<Ok<Shipment>, ProblemHttpResult> Ship(ShipmentRequest request, Dispatch dispatch, ILogger<Dispatch> log)
    {
        if (Tariff.Quote(request.Country, request.WeightGrams, 0) is not { } quote)
        {
            return NotServed(request.Country);
        }

        var shipment = dispatch.PickUp(request, quote.Days);
        log.LogInformation("Parcel {Tracking} for order {OrderId} is on its way to {Country}", shipment.TrackingNumber, shipment.OrderId, shipment.Country);
        return TypedResults.Ok(shipment);
    }

    private static Results<Ok<Shipment>, ProblemHttpResult> Find(string orderId, Dispatch dispatch) => dispatch.Find(orderId) is { } shipment
        ? TypedResults.Ok(shipment)
        : TypedResults.Problem($"Order '{orderId}' has no parcel.", title: "No such parcel.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult NotServed(string country) => TypedResults.Problem(
        $"The shop does not send to '{country}'. It sends to {string.Join(", ", Tariff.Countries)}.",
        title: "No delivery to this country.",
        statusCode: StatusCodes.Status422UnprocessableEntity);
}
