namespace AgentSandbox.Orchestration.Comparison.Paths;

/// <summary>What a step of a pattern covers.</summary>
internal enum PatternStepKind
{
    /// <summary>A member with this name.</summary>
    Member,

    /// <summary>An element at this place.</summary>
    Element,

    /// <summary>Any member or element.</summary>
    Any,

    /// <summary>Any number of levels.</summary>
    Descend,
}
