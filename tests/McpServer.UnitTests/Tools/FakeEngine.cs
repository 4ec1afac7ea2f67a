using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>An engine that runs nothing: tests write the status of forks into the store themselves.</summary>
internal sealed class FakeEngine : ISandboxEngine, IBaseline
{
    private readonly TaskCompletionSource _capturing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "local";

    public EngineCapabilities Capabilities { get; set; }

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Action? Changed { get; set; }

    public IReadOnlyList<BaselineService> Services { get; set; } = [];

    public BaselineInfo Info { get; set; } = new("main", "0123456789abcdef", "0123456789abcdef", "/repo");

    public bool IsStale { get; set; }

    /// <summary>Ends a capture; done from the beginning unless a test holds it back.</summary>
    public Task CaptureGate { get; set; } = Task.CompletedTask;

    /// <summary>Ends when a capture has begun.</summary>
    public Task Capturing => _capturing.Task;

    /// <summary>What reading logs yields; gets the request, of which the limit matters.</summary>
    public Func<LogRequest, Result<LogPage>> Logs { get; set; } = _ => throw new InvalidOperationException("No logs were arranged.");

    public List<LogRequest> LogRequests { get; } = [];

    public async Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        _capturing.TrySetResult();
        await CaptureGate.WaitAsync(cancellationToken);
        return new ForkSource { Kind = request.Ref is null ? SourceKind.Tree : SourceKind.Ref, Tree = request.Tree, Hash = "feedfacecafe0123", Ref = request.Ref };
    }

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => Task.FromResult<bool?>(IsStale);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IReadOnlyList<string>>.Success(services.Count > 0 ? services : ["orders"]));

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken)
    {
        LogRequests.Add(request);
        return Task.FromResult(Logs(request));
    }

    public Task<BaselineInfo> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(Info);

    public bool IsRunning(SandboxId sandbox, string service, int revision) => true;

    public Task<Result<BaselineService>> EnsureAsync(string service, CancellationToken cancellationToken) =>
        Task.FromResult<Result<BaselineService>>(Services.First(candidate => candidate.Name == service));

    public Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<BaselineInfo>> UpdateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
