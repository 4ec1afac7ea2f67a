using System.ComponentModel.DataAnnotations;

namespace Shop.Shipping;

/// <summary>Asks for a parcel to be picked up.</summary>
public sealed record ShipmentRequest(
    [Required, StringLength(64)] string OrderId,
    [Required, RegularExpression("[A-Za-z]{2}", ErrorMessage = "The country must be a code of two letters, for example DE.")] string Country,
    [Range(1, 200_000)] int WeightGrams);
