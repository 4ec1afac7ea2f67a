using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.UseCases.Verification;

namespace AgentSandbox.McpServer.Presentation.Runs;

/// <summary>Says in a sentence how a run stands.</summary>
internal static class RunWords
{
    public static string Progress(RunView view)
    {
        var steps = view.Record.Steps;
        var ended = steps.Count(step => step.State is not (StepState.Waiting or StepState.Running));
        var failed = steps.Count(step => step.State == StepState.Failed);
        var trouble = failed > 0 ? $", {failed} failed" : "";
        return view.Record.Verdict is { } verdict
            ? $"Run {view.Record.Id}: {verdict.Verdict.ToString().ToLowerInvariant()}."
            : $"Run {view.Record.Id}: {ended} of {steps.Count} steps ended{trouble}; {(view.Activity.Length > 0 ? view.Activity : "running")}.";
    }
}
