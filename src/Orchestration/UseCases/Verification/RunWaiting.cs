using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UseCases.Verification;

/// <summary>Waits for runs.</summary>
internal static class RunWaiting
{
    /// <summary>How often a run of another program is looked at while somebody waits for it.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

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

    /// <summary>Waits for a run that another program runs, by looking again; one that has ended or is lost is returned at once.</summary>
    public static async Task<Result<RunView>> WaitForOthersAsync(
        Func<CancellationToken, Task<Result<RunRecord>>> lookAsync, TimeSpan limit, IProgress<RunView> progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var found = await lookAsync(cancellationToken);
            if (!found.IsSuccess)
            {
                return found.Failure;
            }

            var view = new RunView(found.Value, found.Value.Verdict is null ? "another host runs it" : string.Empty);
            progress.Report(view);
            var left = limit - time.GetElapsedTime(began);
            if (found.Value.Verdict is not null || left <= TimeSpan.Zero)
            {
                return view;
            }

            await Task.Delay(left < s_look ? left : s_look, time, cancellationToken);
        }
    }
}
