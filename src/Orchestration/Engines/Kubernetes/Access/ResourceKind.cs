namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>A kind of object, and where the API serves it.</summary>
/// <param name="ApiVersion">Such as <c>v1</c> or <c>apps/v1</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Plural">The word in its path, such as <c>deployments</c>.</param>
/// <param name="IsNamespaced">False for what belongs to the cluster as a whole.</param>
internal sealed record ResourceKind(string ApiVersion, string Kind, string Plural, bool IsNamespaced = true)
{
    public string Group => ApiVersion.Contains('/', StringComparison.Ordinal) ? ApiVersion[..ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <inheritdoc />
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
