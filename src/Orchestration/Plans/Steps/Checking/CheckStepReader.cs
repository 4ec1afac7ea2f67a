using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Checking;

/// <summary>Reads <c>check</c> steps.</summary>
internal sealed partial class CheckStepReader : IStepReader
{
    public KeyDefinition Key { get; } = new(
        StepKinds.Check,
        new MapShape(PlanScalars.JsonPath, MatcherKeys.Value) { AllowsEmpty = false },
        "Claims over captured values and parameters, by JSONPath such as $.steps.ID.NAME.")
    { OtherNames = ["assert"] };

    public PlanStep Read(StepScope scope)
    {
        foreach (var entry in scope.Value.Entries)
        {
            if (StepPattern().Match(entry.Name) is { Success: true } step)
            {
                scope.Use($"steps.{step.Groups["id"].Value}.{step.Groups["name"].Value}", entry.Key, scope.KindPath);
            }
            else if (ParameterPattern().Match(entry.Name) is { Success: true } parameter)
            {
                scope.Use($"params.{parameter.Groups["name"].Value}", entry.Key, scope.KindPath);
            }
            else
            {
                scope.Problems.Add(
                    PlanProblemCodes.InvalidJsonPath,
                    $"\"{entry.Name}\" in \"{scope.KindPath}\" names neither a captured value nor a parameter.",
                    "begin the path with $.steps.ID.NAME or $.params.NAME",
                    entry.Key,
                    scope.KindPath);
            }
        }

        return new CheckStep { Id = scope.Id, Expect = [.. new ExpectationReader(scope).ReadJson(scope.Value, "$", "", scope.KindPath)] };
    }

    [GeneratedRegex(@"^\$\.steps(\.(?<id>[^.\[\]\s]+)|\['(?<id>[^']+)'\])(\.(?<name>[^.\[\]\s]+)|\['(?<name>[^']+)'\])", RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"^\$\.params(\.(?<name>[^.\[\]\s]+)|\['(?<name>[^']+)'\])", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();
}
