namespace AgentSandbox.Orchestration.Logs.Files;

/// <summary>Keeps one output: notes times and rotates. One at a time per file.</summary>
/// <remarks>
/// The writer holds the file open and knows nothing of us, so a full file is copied, and then its beginning is
/// removed; the writer goes on at the new end because it opened the file for appending. Where the file system
/// cannot remove a beginning the file is emptied, and what is written between our last read and that is lost. A
/// writer that never pauses would keep us reading for ever, so there are only a few last reads.
/// </remarks>
internal sealed class OutputFile
{
    private const int LastReads = 4;
    private const long MaxLastRead = 1024 * 1024;

    private readonly string _path;
    private readonly OutputTailerOptions _options;
    private readonly TimeIndex _times;

    public OutputFile(string path, OutputTailerOptions options)
    {
        (_path, _options) = (path, options);
        FinishInterruptedRotation();
        _times = TimeIndex.Load(OutputLayout.TimesOf(path));
    }

    /// <summary>Takes a look: notes the time of new bytes and rotates a file that has grown too large.</summary>
    public void Observe()
    {
        var segments = OutputLayout.Segments(_path);
        var current = segments[^1];
        if (current.End > _times.End && current.Length > 0)
        {
            // The time of the last write is closer to the truth than the time at which we got to look.
            _times.Add(current.End, File.GetLastWriteTimeUtc(_path), segments[0].Start);
        }

        if (current.Length > _options.MaxFileBytes)
        {
            // A writer that is faster than our copying would make each part larger than the one before: what would be
            // thrown away soon is not copied at all. Parts have to meet, so those before such a gap go too.
            var skipped = Math.Max(current.Length - Math.Max(_options.MaxFileBytes, FileHead.Block), 0) / FileHead.Block * FileHead.Block;
            var isFlood = skipped > _options.MaxFileBytes;
            Rotate(current, isFlood ? skipped : 0);
            foreach (var old in segments.SkipLast(1).SkipLast(isFlood ? 0 : Math.Max(_options.MaxRotatedFiles, 1) - 1))
            {
                File.Delete(old.Path);
            }
        }
    }

    private void Rotate(OutputSegment current, long skipped)
    {
        var temporary = _path + ".copy";
        using var source = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var copy = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        source.Position = skipped;
        var length = skipped + Copy(source, copy, (current.Length / FileHead.Block * FileHead.Block) - skipped);

        // Under its final name before the original is shortened, so that a crash here loses nothing.
        File.WriteAllBytes(OutputLayout.RotatingOf(_path), []);
        File.Move(temporary, OutputLayout.Rotated(_path, current.Start + skipped), overwrite: true);
        if (!FileHead.TryRemove(source.SafeFileHandle, length))
        {
            for (var reads = 0; reads < LastReads && Copy(source, copy, MaxLastRead) > 0; reads++)
            {
            }

            source.SetLength(0);
        }

        File.Delete(OutputLayout.RotatingOf(_path));
    }

    private static long Copy(FileStream source, FileStream target, long length)
    {
        var buffer = new byte[64 * 1024];
        var left = length;
        int read;
        while (left > 0 && (read = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0)
        {
            target.Write(buffer, 0, read);
            left -= read;
        }

        return length - left;
    }

    // After a crash between copying and shortening, the copy is still the beginning of the original and is taken back.
    private void FinishInterruptedRotation()
    {
        if (!File.Exists(OutputLayout.RotatingOf(_path)))
        {
            return;
        }

        var segments = OutputLayout.Segments(_path);
        if (segments.Count > 1 && segments[^2].Length <= segments[^1].Length && HaveSameBeginning(segments[^2].Path, _path))
        {
            File.Delete(segments[^2].Path);
        }

        File.Delete(OutputLayout.RotatingOf(_path));
    }

    private static bool HaveSameBeginning(string path, string other)
    {
        using var first = File.OpenRead(path);
        using var second = new FileStream(other, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (a, b) = (new byte[4096], new byte[4096]);
        var length = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
        _ = second.ReadAtLeast(b, b.Length, throwOnEndOfStream: false);
        return a.AsSpan(0, length).SequenceEqual(b.AsSpan(0, length));
    }
}
