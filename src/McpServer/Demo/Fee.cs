using System.Globalization;
using System.Text.Json;

namespace AgentSandbox.McpServer.Demo;

/// <summary>The fee in a quote of the shop.</summary>
internal sealed record Fee(decimal Percent, decimal Amount, decimal Total)
{
    public static Fee Parse(string body, string claim)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var quote = document.RootElement;
            return new Fee(
                quote.GetProperty("surchargePercent").GetDecimal(), quote.GetProperty("fee").GetDecimal(), quote.GetProperty("total").GetDecimal());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DemoFailure(claim, "a quote with a fee", "something else", body.Split('\n'));
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fee {Amount:0.00} EUR ({Percent:0.0} %), total {Total:0.00} EUR");
}
