using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UnitTests.UseCases.Deploying;

/// <summary>The caller's half of an engine: captures and selects, and counts the captures.</summary>
internal sealed class CapturingEngine(EngineCapabilities capabilities) : ISandboxEngine
{
    public int Captures { get; private set; }

    public string Name => "fake";

    public EngineCapabilities Capabilities => capabilities;

    public Action<ForkEnded>? ForkEnded { get; set; }

    public Task<Result<ForkSource>> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        Captures++;
        return Task.FromResult<Result<ForkSource>>(new ForkSource { Kind = request.Ref is null ? SourceKind.Tree : SourceKind.Ref, Tree = request.Tree, Hash = $"capture{Captures}" });
    }

    public Task<bool?> IsStaleAsync(ForkSource source, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<Result<IReadOnlyList<string>>> SelectServicesAsync(ForkSource source, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IReadOnlyList<string>>.Success(services.Count > 0 ? services : ["changed"]));

    public Task<Result<ForkInstance>> EnsureForkAsync(ForkRevision revision, IProgress<ForkProgress> progress, CancellationToken cancellationToken) => throw new NotSupportedException();

    public bool IsRunning(SandboxId sandbox, string service, int revision) => throw new NotSupportedException();

    public Task RemoveForkAsync(SandboxId sandbox, string service, int revision, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveSandboxAsync(SandboxId sandbox, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> SweepAsync(IReadOnlyList<SandboxRecord> live, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<LogPage>> ReadLogsAsync(LogRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
