using System.Text.Json.Serialization.Metadata;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>Everything that is done to the host of one repository from outside.</summary>
internal sealed class HostControl(HostFinder finder, HostStarter starter, ProcessTable processes, TimeProvider time)
{
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan s_workLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static HostControl Create(TimeProvider time, HostExecutable executable)
    {
        var processes = new ProcessTable(time);
        var finder = new HostFinder(new GitClient(new CommandRunner(time), time), processes);
        return new HostControl(finder, new HostStarter(finder, processes, executable, time), processes, time);
    }

    public Task<Result<RepositoryLocation>> LocateAsync(string workspace, CancellationToken cancellationToken) =>
        finder.LocateAsync(workspace, cancellationToken);

    public Task<RunningHost?> FindAsync(RepositoryLocation location, CancellationToken cancellationToken) =>
        finder.FindAsync(HostFiles.Of(location), cancellationToken);

    /// <summary>The host that runs, or a new one.</summary>
    public async Task<Result<RunningHost>> EnsureAsync(RepositoryLocation location, CancellationToken cancellationToken) =>
        await FindAsync(location, cancellationToken) is { } running
            ? running
            : await starter.EnsureAsync(location, port: null, recordEnvironment: false, cancellationToken);

    /// <summary>Ends the host and waits until its process is gone. Sandboxes stay in the journal.</summary>
    public async Task<Result<HostRecord>> StopAsync(RepositoryLocation location, CancellationToken cancellationToken)
    {
        var files = HostFiles.Of(location);
        if (HostRecord.Read(files) is not { } record || HostToken.Read(files) is not { } token || !record.IsAlive(processes))
        {
            return HostFailures.NotRunning();
        }

        using (var client = new HostClient(record, token, TimeSpan.FromSeconds(10)))
        {
            var asked = await client.StopAsync(cancellationToken);

            // A host that ends may do so before its answer is out; it takes its record back first.
            if (!asked.IsSuccess && record.IsAlive(processes) && HostRecord.Read(files) is not null)
            {
                return asked.Failure;
            }
        }

        var start = time.GetTimestamp();
        while (record.IsAlive(processes))
        {
            if (time.GetElapsedTime(start) > s_stopLimit)
            {
                return HostFailures.NotStopped(record.Pid, s_stopLimit);
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }

        return record;
    }

    /// <summary>Replaces the host, whatever its version; the new one makes the sandboxes of the journal work again.</summary>
    public async Task<Result<RunningHost>> RestartAsync(RepositoryLocation location, int? port, CancellationToken cancellationToken)
    {
        if (HostRecord.Read(HostFiles.Of(location))?.IsAlive(processes) == true)
        {
            var stopped = await StopAsync(location, cancellationToken);
            if (!stopped.IsSuccess)
            {
                return stopped.Failure;
            }
        }

        return await starter.EnsureAsync(location, port, recordEnvironment: true, cancellationToken);
    }

    /// <summary>Lets the host do administrative work; starts it when needed.</summary>
    public async Task<Result<T>> AskAsync<T>(
        RepositoryLocation location, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var running = await EnsureAsync(location, cancellationToken);
        if (!running.IsSuccess)
        {
            return running.Failure;
        }

        using var client = new HostClient(running.Value.Record, running.Value.Token, s_workLimit);
        return await client.SendAsync(HttpMethod.Post, path, type, cancellationToken);
    }
}
