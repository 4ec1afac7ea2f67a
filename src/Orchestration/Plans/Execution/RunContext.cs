using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Routing;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Waiting;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>One run under way: the plan, its key, its values and its record, which is replaced as a whole.</summary>
internal sealed class RunContext(Plan plan, SandboxRecord sandbox, RunKey key, RunRecord record, RunValues values)
{
    private readonly Lock _gate = new();
    private RunRecord _record = record;
    private readonly ChangeSignal _changed = new();

    public Plan Plan => plan;

    public SandboxRecord Sandbox => sandbox;

    public RunKey Key => key;

    public RunValues Values => values;

    public RunRecord Record
    {
        get
        {
            lock (_gate)
            {
                return _record;
            }
        }
    }

    /// <summary>What happens now, for whoever watches.</summary>
    public string Activity { get; private set; } = string.Empty;

    public Task WhenChanged() => _changed.Next;

    public RunRecord Change(Func<RunRecord, RunRecord> change)
    {
        lock (_gate)
        {
            _record = change(_record);
            _changed.Pulse();
            return _record;
        }
    }

    public void SetStep(StepResult step) =>
        Change(current => current with { Steps = [.. current.Steps.Select(existing => existing.Id == step.Id ? step : existing)] });

    public void Report(string activity)
    {
        lock (_gate)
        {
            Activity = activity;
            _changed.Pulse();
        }
    }
}
