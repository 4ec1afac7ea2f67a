using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines;

/// <summary>One revision of one fork: all that an engine needs to make it run.</summary>
/// <param name="Sandbox">The sandbox it belongs to.</param>
/// <param name="Spec">What to build and run.</param>
public sealed record ForkRevision(SandboxId Sandbox, ForkSpec Spec)
{
    /// <summary>The service.</summary>
    public string Service => Spec.Service;

    /// <summary>The revision's number.</summary>
    public int Revision => Spec.Revision;

    /// <inheritdoc />
    public override string ToString() => $"{Sandbox}/{Service}@{Revision}";
}
