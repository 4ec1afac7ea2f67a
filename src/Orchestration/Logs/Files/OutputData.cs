namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>The bytes of an output as they were at one moment, over all its files.</summary>
internal sealed class OutputData
{
    private readonly string _path;
    private readonly IReadOnlyList<OutputSegment> _segments;
    private readonly bool _rotating;
    private readonly TimeIndex _times;
    private readonly DateTimeOffset _lastWrite;

    private OutputData(string path)
    {
        _path = path;
        _rotating = File.Exists(OutputLayout.RotatingOf(path));
        _segments = OutputLayout.Segments(path);
        _times = TimeIndex.Load(OutputLayout.TimesOf(path));
        _lastWrite = File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero) : DateTimeOffset.UnixEpoch;
    }

    /// <summary>The oldest byte that is kept.</summary>
    public long Start => _segments[0].Start;

    public long End => _segments[^1].End;

    public static OutputData Open(string path) => new(path);

    /// <summary>Whether rotation has moved the files since, so that what was read may belong elsewhere.</summary>
    public bool IsOutdated() => _rotating || OutputLayout.Segments(_path)[^1].Start != _segments[^1].Start;

    public DateTimeOffset TimeOf(long position) => _times.TimeOf(position, _lastWrite);

    public long StartOf(DateTimeOffset time) => time > _lastWrite ? End : Math.Min(_times.StartOf(time), End);

    /// <summary>Reads a range; shorter only where a file shrank meanwhile.</summary>
    public byte[] Read(long from, long to)
    {
        var bytes = new byte[to - from];
        var filled = 0;
        foreach (var segment in _segments.Where(s => s.End > from && s.Start < to))
        {
            var begin = Math.Max(from, segment.Start);
            var wanted = (int)(Math.Min(to, segment.End) - begin);
            var read = ReadFile(segment.Path, begin - segment.Start, bytes.AsSpan(filled, wanted));
            filled += read;
            if (read < wanted)
            {
                break;
            }
        }

        return filled == bytes.Length ? bytes : bytes[..filled];
    }

    private static int ReadFile(string path, long offset, Span<byte> target)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = offset;
            return file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
