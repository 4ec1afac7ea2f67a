using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases;

/// <summary>Shows a sandbox, at once or when it has settled. Reading renews no lease.</summary>
public sealed class GetSandbox
{
    private readonly ISandboxStore _store;
    private readonly SandboxViews _views;
    private readonly TimeProvider _time;

    internal GetSandbox(ISandboxStore store, SandboxViews views, TimeProvider time)
    {
        _store = store;
        _views = views;
        _time = time;
    }

    /// <summary>Returns the sandbox when no fork is on its way any more, or when the wait is over.</summary>
    /// <param name="id">The sandbox.</param>
    /// <param name="wait">How long to wait; zero to look only.</param>
    /// <param name="progress">Told of each change while the call waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Result<SandboxView>> ExecuteAsync(SandboxId id, TimeSpan wait, IProgress<SandboxRecord> progress, CancellationToken cancellationToken)
    {
        var record = await _store.WaitForAsync(id, IsSettled, wait, _time, cancellationToken);
        return record is null
            ? SandboxFailures.NotFound(id, _store)
            : await _views.ShowAsync(record, cancellationToken);

        bool IsSettled(SandboxRecord? current)
        {
            if (current is not null)
            {
                progress.Report(current);
            }

            return current is null or { Phase: not (SandboxPhase.Progressing or SandboxPhase.Deleting) };
        }
    }
}
