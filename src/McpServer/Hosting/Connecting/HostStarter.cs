using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Hosting.Connecting;

/// <summary>Starts the host as nobody's child and waits until it answers.</summary>
internal sealed class HostStarter(HostFinder finder, ProcessTable processes, HostExecutable executable, TimeProvider time)
{
    private const int EvidenceLines = 15;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Starts the host unless one runs by now.</summary>
    /// <param name="location">The repository.</param>
    /// <param name="port">A port for MCP instead of the remembered one; 0 chooses another.</param>
    /// <param name="recordEnvironment">Whether the caller's environment replaces the recorded one.</param>
    /// <param name="cancellationToken">Ends the wait; the host may come up all the same.</param>
    public async Task<Result<RunningHost>> EnsureAsync(RepositoryLocation location, int? port, bool recordEnvironment, CancellationToken cancellationToken)
    {
        if (HostFailures.Unconfigured(location) is { } unconfigured)
        {
            return unconfigured;
        }

        var files = HostFiles.Of(location);
        location.EnsureStateDirectory();
        using var turn = await FileLock.TakeAsync(files.StartLock, s_limit, time, cancellationToken);
        if (turn is null)
        {
            return HostFailures.NotStarted($"another client has been starting it for {s_limit.TotalSeconds:0} s.", files.Log, Evidence(files));
        }

        return await finder.FindAsync(files, cancellationToken) is { } running
            ? running
            : await LaunchAsync(location, files, port, recordEnvironment, cancellationToken);
    }

    private async Task<Result<RunningHost>> LaunchAsync(
        RepositoryLocation location, HostFiles files, int? port, bool recordEnvironment, CancellationToken cancellationToken)
    {
        File.Delete(files.StartFailure);
        File.Delete(files.Output);
        PrivateFile.Write(files.Output, "");
        var mark = ProcessMark.Of("agent-sandbox-host", Guid.NewGuid().ToString("N")[..12]);
        var spec = new ProcessSpec
        {
            FileName = executable.FileName,
            Arguments = [.. executable.Arguments, "host", "run", "--detached", "--workspace", location.Root, .. PortArguments(port)],

            // Not the working tree, which may be deleted while the host lives.
            WorkingDirectory = files.Directory,
            Environment = HostEnvironment.Load(files, location.Root, recordEnvironment),
            OutputPath = files.Output,
            Mark = mark,
        };
        var failure = await new DetachedLauncher().StartAsync(spec, cancellationToken);
        return failure is null
            ? await WaitAsync(files, mark, cancellationToken)
            : HostFailures.NotStarted(failure.Message, files.Log, []);
    }

    private static string[] PortArguments(int? port) => port is { } number ? ["--port", $"{number}"] : [];

    private async Task<Result<RunningHost>> WaitAsync(HostFiles files, ProcessMark mark, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < s_limit)
        {
            if (await finder.FindAsync(files, cancellationToken) is { } running)
            {
                return running;
            }

            // Looked at before the failure file: a host that writes it and ends in between must not seem silent.
            var alive = processes.Find(mark).Count > 0;
            if (PrivateFile.ReadJson(files.StartFailure, HostJson.Default.SandboxFailure) is { } failure)
            {
                return failure;
            }

            if (!alive)
            {
                return HostFailures.NotStarted("it ended at once.", files.Log, Evidence(files));
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }

        return HostFailures.NotStarted($"it did not answer within {s_limit.TotalSeconds:0} s.", files.Log, Evidence(files));
    }

    private static IReadOnlyList<string> Evidence(HostFiles files) =>
        [.. PrivateFile.Tail(files.Output, EvidenceLines), .. PrivateFile.Tail(files.Log, EvidenceLines)];
}
