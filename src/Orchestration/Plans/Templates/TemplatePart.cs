namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>A stretch of a template: text, or the name between the braces.</summary>
internal readonly record struct TemplatePart(string Text, bool IsReference, int Offset);
