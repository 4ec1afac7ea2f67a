using AgentSandbox.Orchestration.Configuration;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>What the baseline is made of: files and the configuration that belongs to them.</summary>
/// <param name="Directory">Where the files are.</param>
/// <param name="Ref">The trunk ref; null for a working directory.</param>
/// <param name="Commit">The commit of the ref; null for a working directory.</param>
/// <param name="Configuration">The configuration.</param>
/// <param name="Note">Something the user should know about where it came from.</param>
internal sealed record LocalTrunk(string Directory, string? Ref, string? Commit, SandboxConfiguration Configuration, string? Note);
