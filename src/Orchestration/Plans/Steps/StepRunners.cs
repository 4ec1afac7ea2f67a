using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.Plans.Steps;

/// <summary>The runners of all kinds of steps, one line each.</summary>
internal static class StepRunners
{
    public static IReadOnlyDictionary<string, IStepRunner> ByKind(TimeProvider time) => All(time).ToDictionary(runner => runner.Kind, StringComparer.Ordinal);

    private static IEnumerable<IStepRunner> All(TimeProvider _) =>
    [
    ];
}
