namespace AgentSandbox.Orchestration.Processes.Commands;

/// <summary>Keeps the beginning or the end of a stream, and reads all of it so that its writer never waits.</summary>
internal sealed class BoundedCapture(int limit, bool keepsEnd)
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _kept = new();

    public bool Truncated { get; private set; }

    public void ReadAll(Stream stream)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader was given up because a left-over helper held the stream open.
        }
    }

    public byte[] ToArray()
    {
        lock (_lock)
        {
            var bytes = _kept.ToArray();
            return bytes.Length > limit ? bytes[^limit..] : bytes;
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            Truncated |= _kept.Length + bytes.Length > limit;
            if (keepsEnd)
            {
                _kept.Write(bytes);
                if (_kept.Length > 2L * limit + bytes.Length)
                {
                    Trim_NeedsLock();
                }
            }
            else
            {
                _kept.Write(bytes[..(int)Math.Min(bytes.Length, limit - _kept.Length)]);
            }
        }
    }

    private void Trim_NeedsLock()
    {
        var end = _kept.ToArray()[^limit..];
        _kept.SetLength(0);
        _kept.Write(end);
    }
}
