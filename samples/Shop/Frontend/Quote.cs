namespace Shop.Frontend;

/// <summary>What a cart would cost now.</summary>
public sealed record Quote(
    IReadOnlyList<Line> Lines, decimal Subtotal, decimal? Shipping, decimal SurchargePercent, decimal Fee, decimal Total, string Currency);
