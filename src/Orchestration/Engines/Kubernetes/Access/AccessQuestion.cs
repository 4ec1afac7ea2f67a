namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>Something that a user may or may not do.</summary>
/// <param name="Verb">Such as <c>create</c>.</param>
/// <param name="Kind">On what.</param>
/// <param name="Namespace">Where; null for the cluster as a whole.</param>
/// <param name="Subresource">Such as <c>portforward</c>.</param>
/// <param name="Name">One object; null for any.</param>
internal sealed record AccessQuestion(string Verb, ResourceKind Kind, string? Namespace, string? Subresource = null, string? Name = null);
