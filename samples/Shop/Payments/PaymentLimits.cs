namespace Shop.Payments;

/// <summary>What the acquirer lets through.</summary>
public static class PaymentLimits
{
    public const string Currency = "EUR";

    /// <summary>The most that one payment may be, fee included.</summary>
    public const decimal MaxPerPayment = 1_000.00m;

    /// <summary>Why a payment is declined, or nothing if it is not.</summary>
    public static string? DeclineReason(decimal total) => total > MaxPerPayment
        ? $"{total:F2} {Currency} is over the limit of {MaxPerPayment:F2} {Currency} for one payment."
        : null;
}
