using System.Buffers;

namespace AgentSandbox.Router.Forwarding;

/// <summary>Copies bytes both ways between two connections until they end (WebSocket and other upgrades, and tcp).</summary>
internal static class UpgradedConnection
{
    private const int BufferSize = 16 * 1024;

    // After one side has closed, the other may still have something to say, but not for ever.
    private static readonly TimeSpan s_halfOpenLimit = TimeSpan.FromSeconds(10);

    /// <summary>Returns when both directions have ended. Throws when one breaks or nothing moves for too long.</summary>
    public static async Task CopyBothWaysAsync(
        Stream client, Stream upstream, Action endOfClient, Action endOfUpstream, IdleTimer timer, bool halfOpenLimited)
    {
        var sending = CopyAsync(client, upstream, endOfClient, timer);
        var receiving = CopyAsync(upstream, client, endOfUpstream, timer);
        var first = await Task.WhenAny(sending, receiving);
        if (first.IsFaulted || first.IsCanceled)
        {
            timer.Restart(TimeSpan.Zero);
        }
        else if (halfOpenLimited)
        {
            timer.Restart(s_halfOpenLimit);
        }

        await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    private static async Task CopyAsync(Stream source, Stream target, Action ended, IdleTimer timer)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var read = await source.ReadAsync(buffer, timer.Token); read > 0; read = await source.ReadAsync(buffer, timer.Token))
            {
                timer.Restart();
                await target.WriteAsync(buffer.AsMemory(0, read), timer.Token);
                await target.FlushAsync(timer.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        ended();
    }
}
