using System.Security.Claims;
using AgentSandbox.McpServer.Tools;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Hosting;
using AgentSandbox.Orchestration.Hosting.Cluster.Team;
using AgentSandbox.Orchestration.Sandboxes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.McpServer.Serving;

/// <summary>One caller with the services that their tools are made from, for as long as they call.</summary>
internal sealed class ServedCaller : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ServiceProvider _services;
    private int _open;
    private long _lastUsed;

    /// <param name="key">Tells callers apart, and tells nothing of their token.</param>
    /// <param name="user">Whom the token names.</param>
    /// <param name="token">The token; it must never be shown.</param>
    /// <param name="api">The cluster by that token.</param>
    /// <param name="folder">A folder of their own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where to log.</param>
    public ServedCaller(string key, string user, string token, IKubernetesApi api, string folder, TimeProvider time, ILoggerFactory loggers)
    {
        Key = key;
        _time = time;
        _lastUsed = time.GetTimestamp();
        Caller = new TeamCaller(api, user, folder, time, loggers);
        Caller.Secrets.Add([token]);
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(CallerTable.KeyClaim, key), new Claim(ClaimTypes.Name, user)], "Bearer"));
        var services = new ServiceCollection().AddSingleton(time).AddSingleton(loggers).AddSingleton(Caller.Secrets).AddSingleton<IDefaultWorkspace>(new NoWorkspace());
        services.AddSandboxOrchestration().AddTeamCaller(Caller);
        services.AddSandboxTools();
        _services = services.BuildServiceProvider();
    }

    public string Key { get; }

    public TeamCaller Caller { get; }

    public ClaimsPrincipal User { get; }

    public IServiceProvider Services => _services;

    /// <summary>When the API server last took the token, as a timestamp.</summary>
    public long AcceptedAt { get; set; }

    /// <summary>How long nobody has asked anything; zero while something goes on.</summary>
    public TimeSpan Idle => Volatile.Read(ref _open) > 0 || Caller.IsBusy ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _lastUsed));

    /// <summary>Marks the caller as in use until the result is disposed of.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref _open);
        return new Usage(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Caller.DisposeAsync();
    }

    private sealed record NoWorkspace : IDefaultWorkspace
    {
        public string Path => Owner.NoTree;
    }

    private sealed class Usage(ServedCaller caller) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Volatile.Write(ref caller._lastUsed, caller._time.GetTimestamp());
                Interlocked.Decrement(ref caller._open);
            }
        }
    }
}
