using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Catalog.Clients;

namespace Shop.Catalog;

/// <summary>What other services may ask of the catalogue.</summary>
public static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder app)
    {
        app.MapGet("/products", ListAsync);
        app.MapGet("/products/{sku}", GetAsync);
        app.MapPut("/products/{sku}/price", Reprice);
        app.MapGet("/prices", Prices);
    }

    private static async Task<Ok<ProductOffer[]>> ListAsync(
        string? category, Assortment assortment, InventoryClient inventory, ILogger<Assortment> log, CancellationToken cancellationToken)
    {
        var products = assortment.List(category);
        var available = products.Count == 0
            ? new Dictionary<string, int>()
            : await inventory.AvailableAsync(products.Select(product => product.Sku), cancellationToken);
        log.LogInformation("Listed {Count} products", products.Count);
        return TypedResults.Ok(products.Select(product => ProductOffer.From(product, available.GetValueOrDefault(product.Sku))).ToArray());
    }

    private static async Task<Results<Ok<ProductOffer>, ProblemHttpResult>> GetAsync(
        string sku, Assortment assortment, InventoryClient inventory, ILogger<Assortment> log, CancellationToken cancellationToken)
    {
        if (assortment.Find(sku) is not { } product)
        {
            return NoProduct(sku);
        }

        var available = await inventory.AvailableAsync(product.Sku, cancellationToken);
        log.LogInformation("Showed {Sku} at {Price:F2} EUR, {Available} available", product.Sku, product.Price, available);
        return TypedResults.Ok(ProductOffer.From(product, available));
    }

    private static Results<Ok<Product>, ProblemHttpResult> Reprice(string sku, PriceChange change, Assortment assortment, ILogger<Assortment> log)
    {
        if (assortment.Reprice(sku, change.Price) is not { } product)
        {
            return NoProduct(sku);
        }

        log.LogInformation("{Sku} costs {Price:F2} EUR from now on", product.Sku, product.Price);
        return TypedResults.Ok(product);
    }

    private static Results<Ok<Price[]>, ProblemHttpResult> Prices(
        [Required, MinLength(1), MaxLength(20)] string[] sku, Assortment assortment, ILogger<Assortment> log)
    {
        if (sku.FirstOrDefault(wanted => assortment.Find(wanted) is null) is { } unknown)
        {
            return NoProduct(unknown);
        }

        log.LogInformation("Priced {Skus}", string.Join(", ", sku));
        return TypedResults.Ok(sku
            .Select(wanted => assortment.Find(wanted)!) // Looked up just above; nothing is ever removed.
            .Select(product => new Price(product.Sku, product.Name, product.Price, product.WeightGrams, product.Currency))
            .ToArray());
    }

    private static ProblemHttpResult NoProduct(string sku) =>
        TypedResults.Problem($"The shop does not sell '{sku}'.", title: "No such product.", statusCode: StatusCodes.Status404NotFound);
}
