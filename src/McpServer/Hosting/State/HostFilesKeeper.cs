using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>
/// Keeps a running host findable. Without its record and token no client can use or stop it, and its lock keeps any
/// other from starting: files that somebody damaged or removed are written again. A host whose state directory is gone
/// ends, because a second one may start then.
/// </summary>
internal sealed class HostFilesKeeper : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private readonly HostFiles _files;
    private readonly HostRecord _record;
    private readonly string? _token;
    private readonly ProcessTable _processes;
    private readonly Action _lost;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    public HostFilesKeeper(HostFiles files, HostRecord record, ProcessTable processes, Action lost, TimeProvider time)
    {
        (_files, _record, _processes, _lost) = (files, record, processes, lost);
        _token = HostToken.Read(files);
        _timer = new PeriodicTimer(s_interval, time);
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            if (!IsOurs())
            {
                _lost();
                return;
            }

            try
            {
                Restore();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full or read-only disk; the next look tries again.
            }
        }
    }

    private bool IsOurs() =>
        File.Exists(_files.Lock)
        && (HostRecord.Read(_files) is not { } record || record.Process == _record.Process || !record.IsAlive(_processes));

    private void Restore()
    {
        // Whoever changed what else it says may have had a reason; only without the process is the host lost.
        if (HostRecord.Read(_files)?.Process != _record.Process)
        {
            _record.Write(_files);
        }

        if (_token is not null && HostToken.Read(_files) != _token)
        {
            PrivateFile.Write(_files.Token, _token);
        }
    }
}
