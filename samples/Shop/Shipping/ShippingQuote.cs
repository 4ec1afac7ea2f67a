namespace Shop.Shipping;

/// <summary>The price of a parcel.</summary>
public sealed record ShippingQuote(string Country, string Zone, int WeightGrams, decimal Price, string Currency, int Days);
