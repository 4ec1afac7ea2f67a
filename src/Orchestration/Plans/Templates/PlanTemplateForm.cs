namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>What the text of a template is, and so how values are put into it.</summary>
public enum PlanTemplateForm
{
    /// <summary>Plain text; values stand in it as they are.</summary>
    Text,

    /// <summary>A JSON document with places in its texts; a text that is one place alone takes the value with its JSON type.</summary>
    Json,

    /// <summary>A path with query; values within it are percent-encoded, one at its very beginning is not.</summary>
    Path,
}
