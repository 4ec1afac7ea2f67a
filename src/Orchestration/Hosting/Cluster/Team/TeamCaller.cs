using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Secrets;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Orchestration.Hosting.Cluster.Team;

/// <summary>One caller of a server that a team shares: everything that is asked of the cluster is asked with their own token.</summary>
/// <remarks>Nothing is watched before the first call that needs it, and a missing right fails that call, not the server.</remarks>
internal sealed class TeamCaller : ISandboxUseCaseSource, IAsyncDisposable
{
    // Nobody's tree, so nobody's file: the namespace tells the services, and the rest is what is usual.
    private static readonly SandboxConfiguration s_configuration = new() { Version = 1, Engine = EngineKind.Kubernetes, Services = new Dictionary<string, ServiceConfiguration>() };
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(15);

    private readonly IKubernetesApi _api;
    private readonly TimeProvider _time;
    private readonly TeamWiring _wiring;
    private readonly string _folder;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended = new();
    private TeamParts? _parts;

    /// <param name="api">The cluster, by the caller's token.</param>
    /// <param name="user">The user that the token names.</param>
    /// <param name="folder">A folder of this caller's own, which goes with them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    public TeamCaller(IKubernetesApi api, string user, string folder, TimeProvider time, ILoggerFactory loggers)
    {
        _api = api;
        _time = time;
        User = user;
        _folder = folder;
        Secrets = new SecretValues();
        _wiring = new TeamWiring(s_configuration, Secrets, time, loggers);
    }

    public string User { get; }

    /// <summary>What must not be shown in answers to this caller.</summary>
    public SecretValues Secrets { get; }

    /// <summary>Whether something goes on that no request waits for.</summary>
    public bool IsBusy => _parts?.UseCases.PlanRuns.IsRunning == true;

    public SandboxUseCases UseCases => Parts.UseCases;

    private TeamParts Parts => _parts ?? throw new InvalidOperationException("The caller has not been started.");

    /// <summary>Begins to look at the namespace as the caller, once; or says which right is missing.</summary>
    public async Task<Result<Done>> EnsureStartedAsync(CancellationToken cancellationToken)
    {
        if (_parts is not null)
        {
            return default(Done);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await _turn.WaitAsync(either.Token);
        try
        {
            return _parts is not null ? default(Done) : await StartAsync(either.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Why this caller may not send requests to services; null when they may.</summary>
    public Task<SandboxFailure?> SendingRefusalAsync(CancellationToken cancellationToken) => Parts.Check.ForUseAsync(EngineUse.Request, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _turn.WaitAsync();
        if (Interlocked.Exchange(ref _parts, null) is { } parts)
        {
            await parts.DisposeAsync();
        }

        _api.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<Result<Done>> StartAsync(CancellationToken cancellationToken)
    {
        PrivateDirectory.Ensure(_folder);
        var parts = _wiring.Wire(_api, User, _folder);
        var isKept = false;
        try
        {
            var complete = await SeenAsync(parts, cancellationToken);
            if (complete is not null)
            {
                return complete;
            }

            await parts.Ended.LoadAsync(cancellationToken); // without the right to it, ended keys are merely not explained
            parts.Routes.Start();
            _parts = parts;
            isKept = true;
            return default(Done);
        }
        finally
        {
            if (!isKept)
            {
                await parts.DisposeAsync();
            }
        }
    }

    /// <summary>Waits for the first whole look, no longer than a tool may take; null when there was one.</summary>
    private async Task<SandboxFailure?> SeenAsync(TeamParts parts, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_startLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await parts.Check.AtStartAsync(either.Token) ?? (await parts.Caches.WhenCompleteAsync(either.Token)).Failure;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SandboxFailure
            {
                Code = FailureCodes.ClusterUnreachable,
                Category = FailureCategory.Environment,
                Message = $"The cluster did not tell within {s_startLimit.TotalSeconds:0} s what is in the namespace '{_api.Namespace}'.",
                Hint = "Call again in a moment.",
                Retryable = true,
            };
        }
    }
}
