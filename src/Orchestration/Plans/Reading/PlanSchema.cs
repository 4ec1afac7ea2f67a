using AgentSandbox.Orchestration.Configuration.Schema;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading;

/// <summary>The JSON Schema of plans, for editors.</summary>
public static class PlanSchema
{
    /// <summary>The schema as indented JSON with a line break at its end.</summary>
    public static string Write() => JsonSchemaWriter.Write(PlanKeys.Root, "Steps that check a sandbox of AgentSandbox; a run ends in one verdict.");
}
