using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Acting;

/// <summary>What became of one Service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Failure">Why, when it failed.</param>
internal sealed record ServiceOutcome(string Service, ServiceOutcomeKind Kind, SandboxFailure? Failure = null);
