namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling.Readiness;

/// <summary>What a user can see of the operator that looks after a namespace.</summary>
/// <param name="Namespace">Where it runs.</param>
/// <param name="Wanted">How many pods it should have.</param>
/// <param name="Ready">How many are ready; a pod that cannot work is not. Null where its Deployment may not be read.</param>
/// <param name="Version">The version of the elected one; null where that cannot be told.</param>
internal sealed record OperatorSight(string Namespace, int Wanted, int? Ready, string? Version);
