using System.Security.Claims;
using AgentSandbox.McpServer.Http.Callers;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Identities;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Serving;

/// <summary>The callers of a shared server by their tokens, at most so many; those who say nothing are forgotten.</summary>
/// <remarks>
/// A token is looked up by its hash, and is kept only in the credentials of its caller, which go with the caller. Two tokens
/// are two callers, also of one user: what one token may see is never shown to another.
/// </remarks>
internal sealed partial class CallerTable : IAsyncDisposable
{
    /// <summary>The claim that leads from a request to its caller.</summary>
    public const string KeyClaim = "agentsandbox/caller";

    private const int MaxQuestions = 16;
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(15);

    private readonly IKubernetesApi _api;
    private readonly TeamServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServedCaller> _callers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _questions = new(MaxQuestions, MaxQuestions);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sweeping;

    /// <param name="api">The cluster; its own credentials are never used.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    public CallerTable(IKubernetesApi api, TeamServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _api = api;
        _options = options;
        _time = time;
        _loggers = loggers;
        _logger = loggers.CreateLogger<CallerTable>();
        _sweeping = SweepLoopAsync(_stop.Token);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _callers.Count;
            }
        }
    }

    /// <summary>The caller of a token, in use until <paramref name="usage"/> is disposed of; the API server decides whether there is one.</summary>
    public async Task<Result<(ServedCaller Caller, IDisposable Usage)>> AdmitAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(BearerToken.Hash(token));
        if (Known(key, onlyTrusted: true) is { } known)
        {
            return known;
        }

        var api = _api.WithToken(token);
        var user = await AskAsync(api, token, cancellationToken);
        if (user.IsSuccess)
        {
            return Known(key, onlyTrusted: false) ?? await AddAsync(key, user.Value, token, api);
        }

        if (user.Failure.Code == FailureCodes.CredentialsRefused)
        {
            await ForgetAsync(key);
        }

        return user.Failure;
    }

    /// <summary>Who sent the request that is being answered.</summary>
    public ServedCaller Of(ClaimsPrincipal? user)
    {
        var key = user?.FindFirst(KeyClaim)?.Value ?? throw new InvalidOperationException("A call without a caller.");
        lock (_gate)
        {
            return _callers[key]; // it is in use by that very request
        }
    }

    /// <summary>Forgets those who have said nothing for long.</summary>
    public async Task SweepAsync()
    {
        List<ServedCaller> idle;
        lock (_gate)
        {
            idle = [.. _callers.Values.Where(caller => caller.Idle >= _options.CallerIdle)];
            idle.ForEach(caller => _callers.Remove(caller.Key));
        }

        foreach (var caller in idle)
        {
            LogLeft(caller.Caller.User);
            await caller.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<ServedCaller> all;
        lock (_gate)
        {
            all = [.. _callers.Values];
            _callers.Clear();
        }

        foreach (var caller in all)
        {
            await caller.DisposeAsync();
        }
    }

    private (ServedCaller, IDisposable)? Known(string key, bool onlyTrusted)
    {
        lock (_gate)
        {
            if (!_callers.TryGetValue(key, out var caller) || (onlyTrusted && _time.GetElapsedTime(caller.AcceptedAt) > _options.TokenTrust))
            {
                return null;
            }

            caller.AcceptedAt = onlyTrusted ? caller.AcceptedAt : _time.GetTimestamp();
            return (caller, caller.Use());
        }
    }

    /// <summary>Whoever tries tokens must not make the API server busy.</summary>
    private async Task<Result<string>> AskAsync(IKubernetesApi api, string token, CancellationToken cancellationToken)
    {
        await _questions.WaitAsync(cancellationToken);
        try
        {
            return await TokenOwner.FindAsync(api, token, cancellationToken);
        }
        finally
        {
            _questions.Release();
        }
    }

    private async Task<Result<(ServedCaller Caller, IDisposable Usage)>> AddAsync(string key, string user, string token, IKubernetesApi api)
    {
        ServedCaller? pushedOut = null;
        Result<(ServedCaller, IDisposable)> result;
        lock (_gate)
        {
            if (_callers.Count >= _options.MaxCallers && !_callers.ContainsKey(key))
            {
                pushedOut = _callers.Values.Where(caller => caller.Idle > TimeSpan.Zero).MaxBy(caller => caller.Idle);
                if (pushedOut is null)
                {
                    return Full();
                }

                _callers.Remove(pushedOut.Key);
            }

            if (!_callers.TryGetValue(key, out var caller))
            {
                caller = new ServedCaller(key, user, token, api, Path.Join(_options.Folder, key[..16]), _time, _loggers);
                _callers[key] = caller;
                LogCame(user, _callers.Count);
            }

            caller.AcceptedAt = _time.GetTimestamp();
            result = (caller, caller.Use());
        }

        await (pushedOut?.DisposeAsync() ?? ValueTask.CompletedTask);
        return result;
    }

    private async Task ForgetAsync(string key)
    {
        ServedCaller? caller;
        lock (_gate)
        {
            _callers.Remove(key, out caller);
        }

        if (caller is not null)
        {
            LogRefused(caller.Caller.User);
            await caller.DisposeAsync();
        }
    }

    private async Task SweepLoopAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_sweep, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await SweepAsync();
        }
    }

    private SandboxFailure Full() => new()
    {
        Code = FailureCodes.ClusterBusy,
        Category = FailureCategory.Environment,
        Message = $"All {_options.MaxCallers} callers of this server are at work.",
        Hint = "Try again in a moment.",
        Retryable = true,
    };

    [LoggerMessage(EventId = 4501, Level = LogLevel.Information, Message = "{User} has come; {Count} callers.")]
    private partial void LogCame(string user, int count);

    [LoggerMessage(EventId = 4502, Level = LogLevel.Information, Message = "{User} was idle, and their token is forgotten.")]
    private partial void LogLeft(string user);

    [LoggerMessage(EventId = 4503, Level = LogLevel.Warning, Message = "The cluster no longer takes a token of {User}; it is forgotten.")]
    private partial void LogRefused(string user);
}
