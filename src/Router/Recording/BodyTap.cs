using System.Buffers;

namespace AgentSandbox.Router.Recording;

/// <summary>Keeps a copy of the beginning of a body that streams by. Never waits and never fails.</summary>
internal sealed class BodyTap(TrafficRecording recording, int limit)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _size;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _size += bytes.Length;
        var room = Math.Min(limit - _kept.WrittenCount, bytes.Length);
        if (room > 0)
        {
            _kept.Write(bytes[..recording.Take(room)]);
        }
    }

    public RecordedBody ToBody() => _size == 0 ? RecordedBody.Empty : new RecordedBody(_kept.WrittenMemory.ToArray(), _size);
}
