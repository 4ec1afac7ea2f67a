using AgentSandbox.McpServer.Hosting.Connecting;
using AgentSandbox.McpServer.Hosting.State;
using AgentSandbox.McpServer.Http;
using AgentSandbox.McpServer.Protocol;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace AgentSandbox.McpServer.Hosting;

/// <summary>
/// The process that runs the baseline, the forks and the router of one repository, and serves MCP to all its clients:
/// takes the lock, starts the runtime, listens, says where, and on its end takes all of it back in reverse order.
/// </summary>
internal sealed partial class HostProcess(HostRunOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_lockLimit = TimeSpan.FromSeconds(20);
    private readonly CallCounter _calls = new(time);
    private readonly ProcessTable _processes = new(time);

    /// <summary>Called once when clients can connect.</summary>
    public Action<HostRecord, HostFiles>? Listening { get; init; }

    /// <summary>Runs until the token fires, a client with the token asks for the end, or a detached host has nothing to do.</summary>
    public async Task<Result<Done>> RunAsync(CancellationToken cancellationToken)
    {
        var finder = new HostFinder(new GitClient(new CommandRunner(time), time), _processes);
        var location = await finder.LocateAsync(options.Workspace, cancellationToken);
        if (!location.IsSuccess)
        {
            return location.Failure;
        }

        if (HostFailures.Unconfigured(location.Value) is { } unconfigured)
        {
            return unconfigured;
        }

        location.Value.EnsureStateDirectory();
        var files = HostFiles.Of(location.Value);
        var limit = options.Mode == HostMode.Detached ? s_lockLimit : TimeSpan.FromSeconds(1);

        // A predecessor that is just ending still holds the lock.
        using var mine = await FileLock.TakeAsync(files.Lock, limit, time, cancellationToken);
        if (mine is null)
        {
            return HostFailures.AlreadyRuns(HostRecord.Read(files)?.Pid);
        }

        await using var log = HostLog.Open(files, options.Mode);
        var result = await GuardAsync(location.Value, files, log, cancellationToken);
        if (!result.IsSuccess)
        {
            PrivateFile.WriteJson(files.StartFailure, result.Failure, HostJson.Default.SandboxFailure);
        }

        return result;
    }

    private async Task<Result<Done>> GuardAsync(RepositoryLocation location, HostFiles files, Logger log, CancellationToken cancellationToken)
    {
        await using var services = await HostServices.CreateAsync(location, log, time, cancellationToken);
        var logger = services.GetRequiredService<ILogger<HostProcess>>();
        try
        {
            return await RunAsync(location, files, log, services, logger, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return default(Done);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogBroken(logger, e);
            return HostFailures.NotStarted(e.Message, files.Log, []);
        }
    }

    private async Task<Result<Done>> RunAsync(
        RepositoryLocation location, HostFiles files, Logger log, ServiceProvider services, ILogger logger, CancellationToken cancellationToken)
    {
        var runtime = services.GetRequiredService<ISandboxRuntime>();
        var started = await runtime.StartAsync(cancellationToken);
        if (!started.IsSuccess)
        {
            LogNotStarted(logger, started.Failure.Code, started.Failure.Message);
            return started.Failure;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var server = await ListenAsync(files, log, services, runtime, stopping, cancellationToken);
        if (!server.IsSuccess)
        {
            await runtime.StopAsync(CancellationToken.None);
            LogNotStarted(logger, server.Failure.Code, server.Failure.Message);
            return server.Failure;
        }

        var record = Record(location, server.Value.Endpoint.Port);
        await using (server.Value)
        {
            record.Write(files);
            LogListening(logger, record.Port, record.Version, record.Pid, location.Root);
            Listening?.Invoke(record, files);
            await using (new HostFilesKeeper(files, record, _processes, stopping.Cancel, time))
            {
                await WaitForEndAsync(runtime, logger, stopping.Token);
            }

            // First, so that no client comes any more.
            record.Remove(files);
        }

        await runtime.StopAsync(CancellationToken.None);
        LogEnded(logger);
        return default(Done);
    }

    private async Task<Result<McpHttpHost>> ListenAsync(
        HostFiles files, Logger log, ServiceProvider services, ISandboxRuntime runtime, CancellationTokenSource stopping, CancellationToken cancellationToken)
    {
        var token = HostToken.Ensure(files);
        var port = options.Port ?? runtime.RememberedPort(HostServices.McpPort) ?? 0;
        var administration = new HostAdministration(
            token, () => Status(runtime), stopping.Cancel, services.GetRequiredService<IHostWork>());
        try
        {
            var server = await McpHttpHost.StartAsync(
                port,
                ServerPrimitives.Product,
                new McpHttpOptions { Token = token },
                collection => HostServices.Forward(services, collection, log),
                application =>
                {
                    application.Use(next => context => _calls.CountAsync(context, next));
                    administration.Map(application);
                },
                cancellationToken);
            runtime.RememberPort(HostServices.McpPort, server.Endpoint.Port);
            return server;
        }
        catch (IOException e)
        {
            return HostFailures.PortInUse(port, e.InnerException?.Message ?? e.Message);
        }
    }

    private async Task WaitForEndAsync(ISandboxRuntime runtime, ILogger logger, CancellationToken stopping)
    {
        try
        {
            if (options.Mode == HostMode.Foreground)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stopping);
            }

            var limit = runtime.HostIdle;
            await new IdleWatch(_calls, () => runtime.HasSandboxes, limit, time).WaitAsync(stopping);
            LogIdle(logger, limit);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogAsked(logger);
        }
    }

    private HostStatus Status(ISandboxRuntime runtime) => new()
    {
        Process = OwnIdentity().ToString(),
        Version = ServerComposition.Version,
        CallsInFlight = _calls.InFlight,
        HasSandboxes = runtime.HasSandboxes,
    };

    private HostRecord Record(RepositoryLocation location, int port) => new()
    {
        Pid = Environment.ProcessId,
        Process = OwnIdentity().ToString(),
        Version = ServerComposition.Version,
        Port = port,
        StartedAt = time.GetUtcNow(),
        Executable = HostExecutable.Current.Display,
        Workspace = location.Root,
    };

    private ProcessIdentity OwnIdentity() =>
        _processes.Identify(Environment.ProcessId) ?? throw new InvalidOperationException("This process is not in the process table.");

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "Listening on 127.0.0.1:{Port}, version {Version}, process {Pid}, for {Workspace}")]
    private static partial void LogListening(ILogger logger, int port, string version, int pid, string workspace);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "Ending after {Limit} without a sandbox and without a call")]
    private static partial void LogIdle(ILogger logger, TimeSpan limit);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "Ending because it was asked to")]
    private static partial void LogAsked(ILogger logger);

    [LoggerMessage(EventId = 4304, Level = LogLevel.Information, Message = "Ended")]
    private static partial void LogEnded(ILogger logger);

    [LoggerMessage(EventId = 4305, Level = LogLevel.Error, Message = "Not started: {Code}: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string code, string reason);

    [LoggerMessage(EventId = 4306, Level = LogLevel.Critical, Message = "Broken")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
