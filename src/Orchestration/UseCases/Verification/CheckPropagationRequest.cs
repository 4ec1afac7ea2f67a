using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Asks how the key travels.</summary>
public sealed record CheckPropagationRequest
{
    /// <summary>The service that is asked first.</summary>
    public required string Service { get; init; }

    /// <summary>Absolute path with query, which is only ever asked with GET.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The sandbox whose forks take part; null for the baseline alone.</summary>
    public SandboxId? Sandbox { get; init; }

    /// <summary>How long to wait for baseline services that are still starting.</summary>
    public TimeSpan BaselineWait { get; init; } = TimeSpan.FromSeconds(6);
}
