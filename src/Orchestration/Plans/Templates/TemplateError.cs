namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>A place that cannot be understood.</summary>
internal sealed record TemplateError(int Offset, string Message, string Fix);
