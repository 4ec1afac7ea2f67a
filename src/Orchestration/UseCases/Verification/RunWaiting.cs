using AgentSandbox.Orchestration.Plans.Execution;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Waits for runs.</summary>
internal static class RunWaiting
{
    public static async Task<RunView> WaitAsync(RunContext run, TimeSpan limit, IProgress<RunView> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        while (true)
        {
            var changed = run.WhenChanged();
            var view = new RunView(run.Record, run.Record.EndedAt is null ? run.Activity : string.Empty);
            progress.Report(view);
            if (view.Record.EndedAt is not null)
            {
                return view;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return new RunView(run.Record, run.Activity);
            }
        }
    }
}
