using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>Reads the steps of one kind.</summary>
internal interface IStepReader
{
    /// <summary>The key under which the kind's settings stand in a step, with their shape.</summary>
    KeyDefinition Key { get; }

    /// <summary>Makes the step's record and checks what no shape can express; also called for steps of the wrong shape, and then its result counts for nothing.</summary>
    PlanStep Read(StepScope scope);
}
