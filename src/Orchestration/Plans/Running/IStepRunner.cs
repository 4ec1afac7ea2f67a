namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>Runs the steps of one kind.</summary>
public interface IStepRunner
{
    /// <summary>The kind, of <see cref="StepKinds"/>.</summary>
    string Kind { get; }

    /// <summary>Makes one try. Never throws for what a plan, a service or a command does; a time-out comes as cancellation.</summary>
    /// <param name="step">The step, of the record of this kind.</param>
    /// <param name="services">What the step can do.</param>
    /// <param name="cancellationToken">Ends the try; what it started is ended with it.</param>
    Task<StepOutcome> RunAsync(PlanStep step, IStepServices services, CancellationToken cancellationToken);
}
