using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.UseCases.Deleting;

/// <summary>Asks for the end of a sandbox, or of one of its forks.</summary>
public sealed record DeleteSandboxRequest
{
    /// <summary>Who asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The sandbox.</summary>
    public required SandboxId Sandbox { get; init; }

    /// <summary>Only the fork of this service.</summary>
    public string? Service { get; init; }

    /// <summary>How long to wait for the end.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Delete what another owner has.</summary>
    public bool TakeOver { get; init; }
}
