using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Plans.Steps.Checking;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;
using AgentSandbox.Orchestration.Plans.Steps.Logging;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.Orchestration.Plans.Steps;

/// <summary>The runners of all kinds of steps, one line each.</summary>
internal static class StepRunners
{
    /// <param name="launcher">Starts commands.</param>
    /// <param name="host">The mark below which commands are found again.</param>
    /// <param name="environment">What every command gets.</param>
    public static IReadOnlyDictionary<string, IStepRunner> ByKind(IProcessLauncher launcher, ProcessMark host, IReadOnlyDictionary<string, string> environment) =>
        Of([.. WithoutTree(), new ReplayStepRunner(), new RunStepRunner(launcher, host, environment)]);

    /// <summary>Those that read no files and start no programs.</summary>
    public static IReadOnlyList<IStepRunner> WithoutTree() =>
    [
        new RequestStepRunner(),
        new CompareStepRunner(),
        new LoadStepRunner(new GeneratorOptions()),
        new LogsStepRunner(),
        new CheckStepRunner(),
    ];

    public static IReadOnlyDictionary<string, IStepRunner> Of(IReadOnlyList<IStepRunner> runners) => runners.ToDictionary(runner => runner.Kind, StringComparer.Ordinal);
}
