using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>Keeps sessions with hosts for the next call; calls at the same time have one each.</summary>
internal sealed class UpstreamPool(ILoggerFactory loggerFactory) : IAsyncDisposable
{
    private const int MaxIdle = 4;

    private readonly Lock _lock = new();
    private readonly List<UpstreamClient> _idle = [];
    private bool _disposed;

    public async Task<UpstreamClient> RentAsync(UpstreamKind kind, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var index = _idle.FindLastIndex(c => c.Kind == kind && !c.IsClosed);
            if (index >= 0)
            {
                var client = _idle[index];
                _idle.RemoveAt(index);
                return client;
            }
        }

        return await UpstreamClient.ConnectAsync(kind, loggerFactory, cancellationToken);
    }

    /// <summary>Gives a session back; one too many, or one that has ended, is closed.</summary>
    public async ValueTask ReturnAsync(UpstreamClient client)
    {
        var surplus = client;
        lock (_lock)
        {
            if (!_disposed && !client.IsClosed)
            {
                _idle.Add(client);
                surplus = null;
                if (_idle.Count > MaxIdle)
                {
                    surplus = _idle[0];
                    _idle.RemoveAt(0);
                }
            }
        }

        if (surplus is not null)
        {
            await surplus.DisposeAsync();
        }
    }

    /// <summary>Closes the idle sessions with a host that does not answer any more.</summary>
    public async ValueTask ForgetAsync(HostEndpoint endpoint)
    {
        await CloseAsync(client => client.Kind.Endpoint == endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        await CloseAsync(_ => true);
    }

    private async ValueTask CloseAsync(Predicate<UpstreamClient> which)
    {
        List<UpstreamClient> closed;
        lock (_lock)
        {
            closed = _idle.FindAll(which);
            _idle.RemoveAll(which);
        }

        foreach (var client in closed)
        {
            await client.DisposeAsync();
        }
    }
}
