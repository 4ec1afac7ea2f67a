namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>The fork that a run is about.</summary>
/// <param name="Service">Its service.</param>
/// <param name="Revision">The revision that served when the run began.</param>
/// <param name="TreeHash">What it was built from.</param>
/// <param name="Commit">The commit that its tree stood on.</param>
/// <param name="Stale">True when the tree had changed since.</param>
public sealed record PinnedFork(string Service, int Revision, string TreeHash, string? Commit, bool Stale);
