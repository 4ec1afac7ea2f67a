using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>One attempt of a call.</summary>
internal sealed record Attempt<T>(AttemptEnd End, Result<T> Result, TimeSpan? RetryAfter = null);
