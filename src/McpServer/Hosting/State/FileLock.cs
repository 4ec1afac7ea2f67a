namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>
/// An exclusive lock between processes. The system holds it on the open file, so it ends with its holder, however
/// that dies; the file itself stays and means nothing.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(30);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    public static FileLock? TryTake(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileLock(new FileStream(path, options));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock; null when somebody else held it all the time.</summary>
    public static async Task<FileLock?> TakeAsync(string path, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (time.GetElapsedTime(start) >= limit)
            {
                return null;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
