namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>A text with places for values: <c>${params.NAME}</c>, <c>${steps.ID.NAME}</c>, <c>${sandbox.name}</c>, <c>${run.id}</c>, <c>${services.NAME.url}</c>; <c>$${</c> writes <c>${</c>.</summary>
/// <param name="Source">The text as written.</param>
/// <param name="References">The names between the braces, in order.</param>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Column">Where it begins in its line.</param>
public sealed record PlanTemplate(string Source, IReadOnlyList<string> References, int Line = 0, int Column = 0)
{
    /// <summary>What the text is.</summary>
    public PlanTemplateForm Form { get; init; }

    /// <inheritdoc />
    public override string ToString() => Source;
}
