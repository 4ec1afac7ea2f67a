using AgentSandbox.Orchestration.Plans.Steps.Checking;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Logging;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>The reader of each kind of step.</summary>
internal static class StepReaders
{
    public static IReadOnlyList<IStepReader> All { get; } =
    [
        new RequestStepReader(),
        new CompareStepReader(),
        new LoadStepReader(),
        new LogsStepReader(),
        new RunStepReader(),
        new ReplayStepReader(),
        new CheckStepReader(),
    ];
}
