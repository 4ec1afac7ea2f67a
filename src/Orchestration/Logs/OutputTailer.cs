using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentSandbox.Orchestration.Logs.Files;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>Notes when output was written and keeps it bounded, for all processes of the host.</summary>
/// <remarks>
/// Children append to their files by themselves; without this only times and the bound are missing, and it catches up.
/// Changes are notified by the file system; a slow look at all followed files, only while there are any, covers what
/// notification misses. Thread-safe.
/// </remarks>
public sealed class OutputTailer : IAsyncDisposable
{
    // Enough for times to tell lines apart, and little enough work while a build prints without pause.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly OutputTailerOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Followed> _files = [];
    private readonly ConcurrentDictionary<string, bool> _dirty = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer _fallback;
    private readonly Task _loop;

    /// <summary>Begins to watch the directory of the options, which is created if it is missing.</summary>
    public OutputTailer(OutputTailerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _ = Directory.CreateDirectory(options.RootDirectory);
        _watcher = TryWatch(options.RootDirectory);
        _fallback = time.CreateTimer(_ => MarkAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Keeps a process's output file until the answer is disposed, which takes a last look.</summary>
    /// <remarks>What was written while nobody followed gets the time of the file's last write.</remarks>
    public IDisposable Follow(string outputPath)
    {
        var path = Path.GetFullPath(outputPath);
        lock (_lock)
        {
            if (!_files.TryGetValue(path, out var file))
            {
                _files.Add(path, file = new Followed(path, _options));
            }

            file.Count++;
            _ = _fallback.Change(_options.FallbackInterval, _options.FallbackInterval);
        }

        Mark(path);
        return new Following(this, path);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _watcher?.Dispose();
        await _fallback.DisposeAsync();
        await _stop.CancelAsync();
        await _loop;
        foreach (var file in Snapshot())
        {
            Observe(file);
        }

        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await _wake.Reader.WaitToReadAsync(cancellationToken))
            {
                _ = _wake.Reader.TryRead(out _);
                foreach (var path in _dirty.Keys)
                {
                    _ = _dirty.TryRemove(path, out _);
                    Observe(path);
                }

                await Task.Delay(s_pause, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Disposed.
        }
    }

    private FileSystemWatcher? TryWatch(string directory)
    {
        try
        {
            var watcher = new FileSystemWatcher(directory)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite,
            };
            watcher.Changed += (_, change) => Mark(change.FullPath);
            watcher.Error += (_, _) => MarkAll();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            // The system grants no more watches; the slow look does it alone.
            return null;
        }
    }

    private void MarkAll()
    {
        foreach (var path in Snapshot())
        {
            Mark(path);
        }
    }

    private void Mark(string path)
    {
        lock (_lock)
        {
            if (!_files.ContainsKey(path))
            {
                return;
            }
        }

        _dirty[path] = true;
        _ = _wake.Writer.TryWrite(true);
    }

    private string[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _files.Keys];
        }
    }

    private void Observe(string path)
    {
        Followed? file;
        lock (_lock)
        {
            file = _files.GetValueOrDefault(path);
        }

        file?.Observe();
    }

    private void Unfollow(string path)
    {
        Observe(path);
        lock (_lock)
        {
            if (_files.TryGetValue(path, out var file) && --file.Count == 0)
            {
                _ = _files.Remove(path);
                if (_files.Count == 0 && !_stop.IsCancellationRequested)
                {
                    _ = _fallback.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    private sealed class Followed(string path, OutputTailerOptions options)
    {
        private readonly Lock _one = new();
        private OutputFile? _file;

        public int Count { get; set; }

        public void Observe()
        {
            lock (_one)
            {
                try
                {
                    _file ??= new OutputFile(path, options);
                    _file.Observe();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // The files went away with their sandbox, or the disk is full; the next look tries again.
                }
            }
        }
    }

    private sealed class Following(OutputTailer tailer, string path) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                tailer.Unfollow(path);
            }
        }
    }
}
