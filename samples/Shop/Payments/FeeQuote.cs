namespace Shop.Payments;

/// <summary>What a payment of an amount would cost.</summary>
public sealed record FeeQuote(decimal Amount, decimal SurchargePercent, decimal Fee, decimal Total, string Currency);
