using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.Plans.Steps;

/// <summary>A request as a plan writes it.</summary>
public sealed record RequestTemplate
{
    /// <summary>The service that is asked first.</summary>
    public required PlanTemplate Service { get; init; }

    /// <summary>Method; upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Absolute path with query.</summary>
    public required PlanTemplate Path { get; init; }

    /// <summary>Extra headers.</summary>
    public IReadOnlyDictionary<string, PlanTemplate> Headers { get; init; } = new Dictionary<string, PlanTemplate>();

    /// <summary>Body as text; a mapping or list in the file is written as JSON.</summary>
    public PlanTemplate? Body { get; init; }
}
