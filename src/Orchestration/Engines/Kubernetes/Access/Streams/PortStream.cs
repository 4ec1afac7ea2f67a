using System.Net.WebSockets;
using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;

/// <summary>One forwarded connection.</summary>
/// <remarks>
/// Each message begins with its channel: 0 is data, 1 what went wrong. The first two bytes that the node sends on each
/// are the port. There is no message for the end of one direction: the node's end ends the socket, ours is not told until
/// the stream is disposed of. Nothing is kept but one frame: who does not read makes the node wait. One reader and one
/// writer may be active at a time.
/// </remarks>
internal sealed class PortStream(WebSocket socket, HttpResponseMessage answer, ApiRequest request, int port) : Stream
{
    private const byte Data = 0;
    private const byte Error = 1;
    private const int PortBytes = 2;
    private const int FrameBytes = 32 * 1024;
    private const int MaxErrorBytes = 4 * 1024;

    private readonly byte[] _incoming = new byte[FrameBytes];
    private readonly byte[] _outgoing = new byte[FrameBytes];
    private readonly int[] _portBytes = [PortBytes, PortBytes];
    private readonly MemoryStream _error = new();
    private int _offset;
    private int _count;
    private byte _channel;
    private bool _isInMessage;
    private bool _isEnded;
    private int _isDisposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_count == 0 && !_isEnded)
        {
            await ReceiveAsync(cancellationToken);
        }

        var count = Math.Min(_count, buffer.Length);
        _incoming.AsSpan(_offset, count).CopyTo(buffer.Span);
        _offset += count;
        _count -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, FrameBytes - 1);
            _outgoing[0] = Data;
            buffer[..count].CopyTo(_outgoing.AsMemory(1));
            try
            {
                await socket.SendAsync(_outgoing.AsMemory(0, count + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
            {
                throw new IOException("The forwarded connection has ended.", exception);
            }

            buffer = buffer[count..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            socket.Dispose(); // closes the connection, by which the node sees the end
            answer.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes one piece of a message; data is then in the buffer, an error is thrown at its end.</summary>
    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult received;
        try
        {
            received = await socket.ReceiveAsync(_incoming.AsMemory(), cancellationToken);
        }
        catch (WebSocketException exception)
        {
            throw new IOException("The forwarded connection was lost.", exception);
        }

        if (received.MessageType == WebSocketMessageType.Close)
        {
            End();
            return;
        }

        (_offset, _count) = (0, received.Count);
        if (!_isInMessage && _count > 0)
        {
            _channel = _incoming[0];
            (_offset, _count) = (1, _count - 1);
        }

        _isInMessage = !received.EndOfMessage;
        SkipPort();
        if (_channel != Data)
        {
            TakeError();
        }
    }

    private void SkipPort()
    {
        if (_channel is Data or Error)
        {
            var skipped = Math.Min(_portBytes[_channel], _count);
            _portBytes[_channel] -= skipped;
            _offset += skipped;
            _count -= skipped;
        }
    }

    private void TakeError()
    {
        var kept = (int)Math.Min(_count, MaxErrorBytes - _error.Length);
        _error.Write(_incoming, _offset, kept);
        _count = 0;
        if (!_isInMessage && _error.Length > 0)
        {
            End();
        }
    }

    /// <summary>What the node said before its end is why it ended.</summary>
    private void End()
    {
        _isEnded = true;
        if (_error.Length > 0)
        {
            throw new PortForwardException(ForwardFailures.From(request, port, Encoding.UTF8.GetString(_error.ToArray())));
        }
    }
}
