using System.Net.Http.Json;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>Buys and restocks all the time, at one order desk, so that what is compared varies by itself as it does in a shop.</summary>
internal sealed class Customers(Random random) : IAsyncDisposable
{
    private static readonly string[] s_articles = ["BEANS-01", "CUP-01", "DRIP-01", "GRIND-01", "TEA-01"];

    private readonly CancellationTokenSource _closing = new();
    private readonly HttpClient _client = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Returns when the desk has a few orders; buying goes on.</summary>
    public async Task OpenAsync(Uri inventory, Uri desk)
    {
        foreach (var sku in s_articles)
        {
            await _client.PostAsJsonAsync(new Uri(inventory, $"stock/{sku}/receipts"), new { quantity = 1000 });
        }

        for (var i = 0; i < 3; i++)
        {
            await BuyAsync(inventory, desk, i, CancellationToken.None);
        }

        _loop = BuyOnAsync(inventory, desk, _closing.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _closing.Dispose();
    }

    private async Task BuyOnAsync(Uri inventory, Uri desk, CancellationToken cancellationToken)
    {
        for (var i = 3; ; i++)
        {
            await Task.Delay(random.Next(10, 60), cancellationToken);
            await BuyAsync(inventory, desk, i, cancellationToken);
        }
    }

    private async Task BuyAsync(Uri inventory, Uri desk, int number, CancellationToken cancellationToken)
    {
        var sku = s_articles[random.Next(s_articles.Length)];
        await _client.PostAsJsonAsync(new Uri(inventory, $"stock/{sku}/receipts"), new { quantity = random.Next(1, 4) }, cancellationToken);
        using var placed = await _client.PostAsJsonAsync(
            new Uri(desk, "orders"),
            new { customer = $"Ann {number}", email = "ann@shop.example", country = "DE", lines = new[] { new { sku, quantity = 1 } } },
            cancellationToken);
        if (placed.Headers.Location is { } order && random.Next(3) == 0)
        {
            await _client.PostAsync(new Uri(desk, $"{order.OriginalString.TrimStart('/')}/ship"), null, cancellationToken);
        }
    }
}
