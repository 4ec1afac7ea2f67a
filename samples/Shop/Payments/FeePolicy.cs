namespace Shop.Payments;

/// <summary>What a payment costs the customer on top of its amount. Change the rule here, and here alone.</summary>
public static class FeePolicy
{
    /// <summary>The surcharge, in percent of the amount.</summary>
    public const decimal SurchargePercent = 2.0m;

    /// <summary>The surcharge on an amount, in full cents.</summary>
    public static decimal FeeFor(decimal amount) =>
        Math.Round(amount * SurchargePercent / 100m, 2, MidpointRounding.AwayFromZero);
}
