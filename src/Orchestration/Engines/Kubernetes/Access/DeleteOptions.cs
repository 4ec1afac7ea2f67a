namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>How to delete.</summary>
/// <param name="Uid">Only this very object, not one of the same name that came after it.</param>
/// <param name="Version">Only when nobody has changed it since.</param>
/// <param name="Propagation">What becomes of what it owns: <c>Background</c>, <c>Foreground</c> or <c>Orphan</c>.</param>
/// <param name="GraceSeconds">How long a pod may take to end; null for its own wish.</param>
internal sealed record DeleteOptions(string? Uid = null, string? Version = null, string Propagation = "Background", int? GraceSeconds = null)
{
    public static DeleteOptions Usual { get; } = new();
}
