using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.UseCases.Deploying;

/// <summary>The next revision of one service, without its number.</summary>
/// <param name="Service">The service.</param>
/// <param name="Source">What to build and run.</param>
/// <param name="Environment">Extra environment.</param>
/// <param name="Workload">What differs from the baseline's workload; null where forks are processes.</param>
internal sealed record ForkWish(string Service, ForkSource Source, IReadOnlyDictionary<string, string> Environment, ForkWorkloadSpec? Workload);
