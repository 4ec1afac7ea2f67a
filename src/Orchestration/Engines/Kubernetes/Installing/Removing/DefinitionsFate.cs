namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Removing;

/// <summary>What becomes of the definitions, which the whole cluster shares, when one installation goes.</summary>
internal enum DefinitionsFate
{
    /// <summary>They go when no sandbox and no other operator is left anywhere.</summary>
    Auto,

    /// <summary>They stay.</summary>
    Keep,

    /// <summary>They go, and that they cannot is a failure.</summary>
    Delete,
}
