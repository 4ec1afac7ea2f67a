namespace AgentSandbox.Orchestration.Comparison;

/// <summary>How a body is looked at.</summary>
internal enum BodyKind
{
    /// <summary>There is none.</summary>
    Empty,

    /// <summary>As a JSON document.</summary>
    Json,

    /// <summary>Line by line.</summary>
    Text,

    /// <summary>By length and hash.</summary>
    Binary,

    /// <summary>Not at all, because only a part of it is known.</summary>
    Partial,
}
