using System.Text;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Plans.Steps.Commands;

/// <summary>The file into which a command itself appends what it prints, kept from growing without limit.</summary>
/// <remarks>A file and no pipe: a process that is left behind cannot hold it against us, and a full pipe stops nobody.</remarks>
internal sealed class CommandOutput(string path, TimeProvider time)
{
    private const int MaxFileBytes = 32 * 1024 * 1024;
    private const int MaxTailBytes = 64 * 1024;
    private const int MaxTailLines = 100;
    private const int MaxLineLength = 1000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private byte[] _kept = [];

    public string FilePath => path;

    /// <summary>Watches the size until the token fires.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Shorten();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The command has ended.
        }
    }

    /// <summary>The end of the output, and the file without secrets from here on. Not before the command has ended.</summary>
    public IReadOnlyList<string> Finish(Func<string, string> redact)
    {
        var content = _kept.Concat(Tail()).ToArray();
        var isCut = content.Length > MaxTailBytes || _kept.Length > 0;
        var text = Encoding.UTF8.GetString(content.Length > MaxTailBytes ? content[^MaxTailBytes..] : content);
        if (isCut)
        {
            // Half a line may hold half a secret, which nobody would recognise.
            text = text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..];
        }

        Rewrite(redact);
        var lines = redact(text).Split('\n').Select(line => TerminalText.Clean(Encoding.UTF8.GetBytes(line), MaxLineLength)).Where(line => line.Length > 0).ToList();
        return lines.Count <= MaxTailLines && !isCut ? lines : ["… (the output is longer; this is its end)", .. lines.TakeLast(MaxTailLines)];
    }

    private void Rewrite(Func<string, string> redact)
    {
        try
        {
            var text = File.ReadAllText(path);
            var redacted = redact(text);
            if (redacted != text)
            {
                File.WriteAllText(path, redacted);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing was printed, or the disk is full; then there is nothing to keep either.
        }
    }

    private void Shorten()
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxFileBytes)
            {
                // The writer appends, so after this it goes on at the beginning.
                _kept = Tail();
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                stream.SetLength(0);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next look tries again.
        }
    }

    private byte[] Tail()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.Position = Math.Max(0, stream.Length - MaxTailBytes - 1);
            var buffer = new byte[MaxTailBytes + 1];
            return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
