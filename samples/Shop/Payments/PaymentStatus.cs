using System.Text.Json.Serialization;

namespace Shop.Payments;

/// <summary>Where a payment stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStatus>))]
public enum PaymentStatus
{
    /// <summary>The money is set aside.</summary>
    Authorized,

    /// <summary>The money has moved.</summary>
    Captured,

    /// <summary>The money is the customer's again.</summary>
    Voided,
}
