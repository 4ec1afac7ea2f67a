namespace AgentSandbox.Orchestration.Plans.Steps.Loading.Generating;

/// <summary>Whom an arrival is for.</summary>
internal enum LoadSide
{
    /// <summary>No key.</summary>
    Baseline,

    /// <summary>The run's key.</summary>
    Sandbox,
}
