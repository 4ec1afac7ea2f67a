namespace AgentSandbox.Orchestration.Configuration.Templates;

/// <summary>A piece of an <see cref="Interpolation"/>: literal text or one placeholder.</summary>
public sealed record InterpolationPart
{
    /// <summary>What the part stands for.</summary>
    public required PlaceholderKind Kind { get; init; }

    /// <summary>The literal text, or the name of the service, variable or secret; empty for the others.</summary>
    public string Text { get; init; } = "";

    /// <summary>The value of a variable that is not set; null when it must be set.</summary>
    public string? Default { get; init; }

    /// <summary>Where the part begins in its source, from 0.</summary>
    public int Offset { get; init; }
}
