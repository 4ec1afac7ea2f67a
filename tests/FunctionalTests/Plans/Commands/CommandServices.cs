using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Templates;
using AgentSandbox.Router;

namespace AgentSandbox.FunctionalTests.Plans.Commands;

/// <summary>The surroundings of a command: real directories, and a count of fork answers that the test raises.</summary>
internal sealed class CommandServices : IStepServices, IDisposable
{
    public const string Secret = "hunter2-very-secret";

    private readonly TemporaryDirectory _directory = new();
    private int _asked;

    public CommandServices()
    {
        Tree = Directory.CreateDirectory(_directory.Join("tree")).FullName;
        ArtifactDirectory = Directory.CreateDirectory(_directory.Join("artifacts")).FullName;
    }

    public string Root => _directory.Path;

    public RunRecord Run { get; } = new()
    {
        Id = "run-1",
        Plan = "p",
        Purpose = "p",
        Sandbox = "pr-1",
        Key = "run-key",
        Owner = "me",
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    public TimeProvider Time => TimeProvider.System;

    public string ArtifactDirectory { get; }

    public string Tree { get; }

    public DateTimeOffset RunStartedAt => DateTimeOffset.UnixEpoch;

    public IReadOnlyDictionary<string, string> RoutingHeaders { get; } =
        new Dictionary<string, string> { ["baggage"] = "sandbox=run-key", ["x-sandbox-key"] = "run-key" };

    public Result<Uri> LoadAddress(string service) => ServiceAddresses[service];

    public ServiceProtocol ProtocolOf(string service) => ServiceProtocol.Http;

    public IReadOnlyDictionary<string, Uri> ServiceAddresses { get; init; } = new Dictionary<string, Uri>
    {
        ["order-api"] = new("http://127.0.0.1:5001"),
        ["frontend"] = new("http://127.0.0.1:5000"),
    };

    public JsonElement Values { get; } = JsonDocument.Parse("{}").RootElement;

    public double MaxBaselineRate => 0;

    /// <summary>How many of the first questions are answered before a fork has met anything.</summary>
    public int AsksBeforeFork { get; init; } = 1;

    public Result<string> Resolve(PlanTemplate template) => template.Source;

    public string Redact(string text) => text.Replace(Secret, "***", StringComparison.Ordinal);

    public Task<Result<ProvenResponse>> SendAsync(StepRequest request, RequestTarget target, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> ForkAnswersAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref _asked) > AsksBeforeFork ? 12L : 11L);

    public Task<Result<LogPage>> ReadForkLogsAsync(string? service, int maxLines, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Report(string activity)
    {
    }

    public void Dispose() => _directory.Dispose();
}
