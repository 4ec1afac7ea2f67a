using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Keeps runs with their sandbox, bounded, and forgets them with it. Runs of other programs may be among them.</summary>
public interface IRunStore
{
    /// <summary>Begins to keep a run; the oldest ones of the sandbox go when there are too many.</summary>
    /// <param name="run">The run.</param>
    /// <param name="underWay">Runs that are kept however old they are, because they have not ended.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Result<Done>> CreateAsync(RunRecord run, IReadOnlyCollection<string> underWay, CancellationToken cancellationToken);

    /// <summary>Writes a run anew; nothing when it went with its sandbox, which must not come back by it.</summary>
    /// <param name="run">The run.</param>
    void Save(RunRecord run);

    /// <summary>Finds a run, or fails with <c>run_not_found</c>.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Result<KeptRun>> FindAsync(SandboxId sandbox, string id, CancellationToken cancellationToken);

    /// <summary>The runs of a sandbox, newest first.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Result<IReadOnlyList<KeptRun>>> ListAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>A directory for what a run collects; exists as long as the run is kept.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="id">The run's id.</param>
    string ArtifactDirectory(SandboxId sandbox, string id);
}
