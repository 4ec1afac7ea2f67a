using System.Text.Json;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Plans.Templates;

/// <summary>Gives the parameters of a plan their values.</summary>
public static class PlanParameters
{
    /// <summary>Joins what is given with the defaults and checks the types; a failure tells every problem.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="given">Values by name, as text.</param>
    public static Result<IReadOnlyDictionary<string, JsonElement>> Bind(Plan plan, IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(given);
        var problems = given.Keys
            .Where(name => plan.Parameters.All(parameter => parameter.Name != name))
            .Select(name => UnknownProblem(name, plan))
            .ToList();
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var parameter in plan.Parameters)
        {
            if ((given.GetValueOrDefault(parameter.Name) ?? parameter.Default) is not { } text)
            {
                problems.Add($"The parameter \"{parameter.Name}\" needs {ParameterValues.Describe(parameter.Type)}, but none is given.");
            }
            else if (ParameterValues.Parse(parameter.Type, text) is { } value)
            {
                values[parameter.Name] = value;
            }
            else
            {
                problems.Add($"The parameter \"{parameter.Name}\" must be {ParameterValues.Describe(parameter.Type)}, but \"{Texts.Shorten(text)}\" is not.");
            }
        }

        return problems.Count == 0 ? Result<IReadOnlyDictionary<string, JsonElement>>.Success(values) : new SandboxFailure
        {
            Code = FailureCodes.InvalidArguments,
            Category = FailureCategory.User,
            Message = string.Join(' ', problems.Take(20)),
            Hint = plan.Parameters.Count == 0
                ? $"The plan \"{plan.Name}\" takes no parameters; give none."
                : $"Parameters of the plan \"{plan.Name}\": {string.Join(", ", plan.Parameters.Select(Describe))}.",
            Evidence = problems.Count > 20 ? problems : [],
        };
    }

    private static string UnknownProblem(string name, Plan plan)
    {
        var nearest = Suggestion.Nearest(name, plan.Parameters.Select(parameter => parameter.Name));
        return $"There is no parameter \"{Texts.Shorten(name)}\"{(nearest is null ? "" : $"; did you mean \"{nearest}\"?")}.".Replace("?.", "?", StringComparison.Ordinal);
    }

    private static string Describe(PlanParameter parameter)
        => $"{parameter.Name} ({parameter.Type.ToString().ToLowerInvariant()}{(parameter.Default is null ? ", needed" : "")})";
}
