using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Builds and starts processes of services, of the baseline and of forks alike.</summary>
internal sealed class ServiceRunner(
    IProcessLauncher launcher,
    OutputTailer tailer,
    BuildQueue builds,
    PortAllocator ports,
    HealthCheck health,
    SecretValues secrets,
    IReadOnlyDictionary<string, string> baseEnvironment,
    TimeProvider time)
{
    private const int StartTries = 2;
    private static readonly TimeSpan s_buildGrace = TimeSpan.FromSeconds(2);

    /// <summary>Build servers outlive the build, hold its directory and would count as stray processes.</summary>
    private static readonly IReadOnlyDictionary<string, string> s_buildEnvironment = new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    /// <summary>Runs the build command, when there is one, once a place is free.</summary>
    /// <param name="plan">What to build.</param>
    /// <param name="activity">Told of the place in the queue, and of the beginning.</param>
    /// <param name="cancellationToken">Ends the build's process tree.</param>
    public async Task<Result<Done>> BuildAsync(RunPlan plan, Action<string> activity, CancellationToken cancellationToken)
    {
        if (plan.Service.Build is not { } command)
        {
            return default(Done);
        }

        using var place = await builds.EnterAsync(position => activity($"waiting for a build place, {position} in the queue"), cancellationToken);
        activity("building");
        var prepared = Prepare(plan, command, plan.Scope, s_buildEnvironment, ProcessRole.Build, LocalLayout.BuildLog(plan.Logs));
        return prepared.IsSuccess ? await RunBuildAsync(plan, command, prepared.Value, cancellationToken) : prepared.Failure;
    }

    /// <summary>Starts the process on a free port and waits until it is healthy.</summary>
    /// <param name="plan">What to start.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    public async Task<Result<RunningService>> StartAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        Result<RunningService>? result = null;
        for (var i = 0; i < StartTries; i++)
        {
            result = await StartOnceAsync(plan, ports.Next(), cancellationToken);
            if (result.IsSuccess || !LostItsPort(result.Failure))
            {
                break;
            }
        }

        return result!; // the loop runs at least once
    }

    private static bool LostItsPort(SandboxFailure failure) =>
        failure.Code == FailureCodes.ExitedEarly
        && failure.Evidence.Any(line => line.Contains("address already in use", StringComparison.OrdinalIgnoreCase) || line.Contains("EADDRINUSE", StringComparison.Ordinal));

    private async Task<Result<Done>> RunBuildAsync(RunPlan plan, CommandConfiguration command, ProcessSpec spec, CancellationToken cancellationToken)
    {
        if (!launcher.Start(spec).TryGetChild(out var child, out var failure))
        {
            return RunFailures.NotStarted(plan, command.Display, failure);
        }

        using var following = tailer.Follow(LocalLayout.BuildLog(plan.Logs));
        using var timeout = new CancellationTokenSource(plan.BuildTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var exit = await child.Exited.WaitAsync(either.Token);
            return exit.Success ? default(Done) : RunFailures.BuildFailed(plan, command.Display, exit);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return RunFailures.BuildTimedOut(plan, command.Display);
        }
        finally
        {
            // Also after success: what a build leaves running belongs to nobody.
            await child.StopAsync(s_buildGrace, CancellationToken.None);
        }
    }

    private async Task<Result<RunningService>> StartOnceAsync(RunPlan plan, int port, CancellationToken cancellationToken)
    {
        var command = plan.Service.Run ?? throw new InvalidOperationException($"{plan.Title} has no run command.");
        var extra = new Dictionary<string, string>(plan.ExtraEnvironment) { ["PORT"] = $"{port}" };
        var prepared = Prepare(plan, command, plan.Scope with { Port = port }, extra, plan.Role, LocalLayout.RunLog(plan.Logs));
        if (!prepared.IsSuccess)
        {
            return prepared.Failure;
        }

        if (!launcher.Start(prepared.Value).TryGetChild(out var child, out var failure))
        {
            return RunFailures.NotStarted(plan, command.Display, failure);
        }

        var following = tailer.Follow(LocalLayout.RunLog(plan.Logs));
        _ = child.Exited.ContinueWith(_ => following.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var service = new RunningService(plan, child, new Uri($"http://127.0.0.1:{port}"));
        var problem = await WaitUntilHealthyAsync(service, command, cancellationToken);
        return problem is null ? service : problem;
    }

    private async Task<SandboxFailure?> WaitUntilHealthyAsync(RunningService service, CommandConfiguration command, CancellationToken cancellationToken)
    {
        var configured = service.Plan.Service.Health;
        var observed = "no probe was answered";
        using var timeout = new CancellationTokenSource(configured.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (!service.Child.Exited.IsCompleted)
            {
                var answer = await health.ProbeAsync(service.Plan.Service, service.Address, time, either.Token);
                if (answer is null && !service.Child.Exited.IsCompleted)
                {
                    return null;
                }

                observed = answer ?? observed;
                await Task.WhenAny(service.Child.Exited, Task.Delay(configured.Interval, time, either.Token));
                either.Token.ThrowIfCancellationRequested();
            }

            var exit = await service.Child.Exited;
            await StopAsync(service);
            return RunFailures.ExitedEarly(service.Plan, command.Display, exit);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(service);
            cancellationToken.ThrowIfCancellationRequested();
            return RunFailures.NeverHealthy(service.Plan, observed);
        }
    }

    // Not cancellable: whoever cancels wants it gone.
    private static Task StopAsync(RunningService service) => service.StopAsync(CancellationToken.None);

    private Result<ProcessSpec> Prepare(
        RunPlan plan, CommandConfiguration command, InterpolationScope scope, IReadOnlyDictionary<string, string> extra, ProcessRole role, string output)
    {
        var words = command.Resolve(scope);
        var environment = ResolvedEnvironment.From(plan.Service.EnvironmentFor(role), scope);
        secrets.Add(words.Sensitive.Concat(environment.Sensitive));
        var problems = words.Problems.Concat(environment.Problems).ToList();
        if (problems.Count > 0)
        {
            return RunFailures.MissingValues(plan, problems);
        }

        PrivateDirectory.Ensure(Path.GetDirectoryName(output)!); // output is absolute
        var merged = new Dictionary<string, string>(baseEnvironment);
        foreach (var (name, value) in extra.Concat(environment.Values).Concat(plan.ExtraEnvironment))
        {
            merged[name] = value;
        }

        return new ProcessSpec
        {
            FileName = words.Words[0],
            Arguments = [.. words.Words.Skip(1)],
            WorkingDirectory = Path.GetFullPath(Path.Join(plan.Tree, plan.Service.WorkingDirectory)),
            Environment = merged,
            OutputPath = output,
            Mark = plan.Mark,
        };
    }
}
