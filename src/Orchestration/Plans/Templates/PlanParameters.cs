using System.Text.Json;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Gives the parameters of a plan their values.</summary>
public static class PlanParameters
{
    /// <summary>Joins what is given with the defaults and checks the types; a failure tells every problem.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="given">Values by name, as text.</param>
    public static Result<IReadOnlyDictionary<string, JsonElement>> Bind(Plan plan, IReadOnlyDictionary<string, string> given)
        => throw new NotSupportedException();
}
