using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Recording.Har;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Traffic;

/// <summary>Traffic of a sandbox at the router pods of the namespace.</summary>
/// <param name="client">Reaches them.</param>
/// <param name="caches">Knows them.</param>
/// <param name="tokenOf">Reads the hop token of a sandbox, with the user's own rights.</param>
/// <param name="writer">Redacts what comes from them by what is known here.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterTraffic(
    RouterClient client, CallerCaches caches, Func<SandboxId, CancellationToken, Task<Result<string>>> tokenOf, HarWriter writer, TimeProvider time) : ITrafficSource
{
    public async Task<Result<ITrafficTape>> RecordAsync(RecordingSpec spec, CancellationToken cancellationToken)
    {
        if (spec.Sandbox is not { } sandbox)
        {
            return BaselineRefused();
        }

        var token = await tokenOf(sandbox, cancellationToken);
        if (!token.IsSuccess)
        {
            return token.Failure;
        }

        var wanted = new WireRecording
        {
            Sandbox = sandbox.Value,
            Services = spec.Services,
            MaxRequests = spec.MaxRequests,
            MaxBytes = Math.Min(spec.MaxBytes, RouterRecordings.MostBytes),
        };
        var tape = new ClusterTape(client, wanted, token.Value, () => [.. caches.Routers.Select(router => router.Name())], writer, time);
        var begun = await tape.BeginAsync(cancellationToken);
        return begun.IsSuccess ? Result<ITrafficTape>.Success(tape) : begun.Failure;
    }

    private static SandboxFailure BaselineRefused() => new()
    {
        Code = FailureCodes.RecordingUnusable,
        Category = FailureCategory.User,
        Message = "In a cluster the traffic of the baseline is not recorded: requests without a key are those of everybody who uses it.",
        Hint = "Record a sandbox: its requests show the baseline's answers wherever it has no fork.",
    };
}
