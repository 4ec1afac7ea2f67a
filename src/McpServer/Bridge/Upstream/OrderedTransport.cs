using System.Threading.Channels;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>
/// A transport that hands progress notes over one after the other, before whatever follows them. The SDK's client
/// handles messages concurrently: a note could come after the result of its call, and would then be lost.
/// </summary>
internal sealed class OrderedTransport(IClientTransport inner, Func<JsonRpcNotification, ValueTask> onProgress) : IClientTransport
{
    public string Name => inner.Name;

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(await inner.ConnectAsync(cancellationToken), onProgress);

    private sealed class Session : ITransport
    {
        private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>(new UnboundedChannelOptions { SingleWriter = true });
        private readonly ITransport _inner;
        private readonly Task _pump;

        public Session(ITransport inner, Func<JsonRpcNotification, ValueTask> onProgress)
        {
            _inner = inner;
            _pump = PumpAsync(onProgress);
        }

        public string? SessionId => _inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) =>
            _inner.SendMessageAsync(message, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _inner.DisposeAsync();
            await _pump;
        }

        private async Task PumpAsync(Func<JsonRpcNotification, ValueTask> onProgress)
        {
            try
            {
                await foreach (var message in _inner.MessageReader.ReadAllAsync(CancellationToken.None))
                {
                    if (message is JsonRpcNotification { Method: NotificationMethods.ProgressNotification } progress)
                    {
                        await onProgress(progress);
                    }
                    else
                    {
                        _messages.Writer.TryWrite(message);
                    }
                }

                _messages.Writer.TryComplete();
            }
            catch (Exception e)
            {
                // Why the transport ended is the reader's to know: it decides whether a call may be repeated.
                _messages.Writer.TryComplete(e);
            }
        }
    }
}
