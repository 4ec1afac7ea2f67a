using Microsoft.Extensions.DependencyInjection;

namespace AgentSandbox.Orchestration.Hosting;

/// <summary>What engines hang on.</summary>
/// <param name="Services">The registrations.</param>
public sealed record SandboxOrchestrationBuilder(IServiceCollection Services);
