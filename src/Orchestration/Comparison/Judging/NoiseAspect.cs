namespace AgentSandbox.Orchestration.Comparison.Judging;

/// <summary>In what way something varies by itself.</summary>
[Flags]
internal enum NoiseAspect
{
    None = 0,

    /// <summary>Its value.</summary>
    Value = 1,

    /// <summary>Whether it is there.</summary>
    Presence = 2,

    /// <summary>Which elements it has.</summary>
    Elements = 4,

    /// <summary>The order of its elements.</summary>
    Order = 8,
}
