namespace Shop.Shipping;

/// <summary>A parcel on its way.</summary>
public sealed record Shipment(string TrackingNumber, string OrderId, string Country, DateTimeOffset PickedUpAt, DateOnly ExpectedOn);
