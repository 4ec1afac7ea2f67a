using AgentSandbox.Orchestration.Plans.Steps;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Requests;

namespace AgentSandbox.Orchestration.Plans.Execution;

/// <summary>Starts what the steps will need before the first one runs, so that no step measures or times out on a start.</summary>
internal static class BaselineWarmUp
{
    public static async Task RunAsync(RunContext context, PlanEnvironment environment, CancellationToken cancellationToken)
    {
        var steps = context.Plan.Steps;
        // Who asks the baseline too needs the baseline of forked services as well.
        IReadOnlyCollection<string> forked = steps.Any(AsksTheBaseline) ? [] : [.. context.Sandbox.Spec.Forks.Keys];
        var entries = steps.Any(AsksAnything)
            ? environment.Baseline.Services.Select(service => service.Name)
            : steps.Select(RequestOf).OfType<RequestTemplate>().Select(request => request.Service.Source);
        var asleep = BaselineReach.Asleep(environment.Baseline, entries, forked);
        if (asleep.Count > 0)
        {
            context.Report($"starting the baseline: {string.Join(", ", asleep.Select(service => service.Name))}");
            // Failures are not looked at: a service that cannot start may not be needed after all.
            Task starts = Task.WhenAll(asleep.Select(service => environment.Baseline.EnsureAsync(service.Name, CancellationToken.None)));
            await starts.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool AsksTheBaseline(PlanStep step) => step switch
    {
        CompareStep => true,
        LoadStep load => load.MeasureBaseline,
        RequestStep request => request.ServedBy != ServedBy.Fork,
        _ => false,
    };

    /// <summary>A command or a recording may ask any service.</summary>
    private static bool AsksAnything(PlanStep step) => step is RunStep or ReplayStep;

    private static RequestTemplate? RequestOf(PlanStep step) => step switch
    {
        RequestStep request => request.Request,
        CompareStep compare => compare.Request,
        LoadStep load => load.Request,
        _ => null,
    };
}
