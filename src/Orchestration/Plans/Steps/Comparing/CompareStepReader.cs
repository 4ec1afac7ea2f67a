using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Comparing;

/// <summary>Reads <c>compare</c> steps.</summary>
internal sealed class CompareStepReader : IStepReader
{
    public KeyDefinition Key { get; } = new(
        StepKinds.Compare,
        new ObjectShape
        {
            Name = StepKinds.Compare,
            Keys = [.. RequestKeys.All, RequestKeys.Mutates("Agrees that the shared baseline is changed by the request."), .. ComparisonRulesReader.Keys, ComparisonRulesReader.Samples],
        },
        "Sends the same request to the baseline and to the sandbox, and classifies the differences.")
    { OtherNames = ["diff"] };

    public PlanStep Read(StepScope scope)
    {
        var request = RequestTemplateReader.Read(scope);
        var mutates = scope.Value.Find("mutates")?.IsTrue ?? false;
        RequestTemplateReader.CheckSafe(scope, request, mutates);
        return new CompareStep { Id = scope.Id, Request = request, Mutates = mutates, Rules = ComparisonRulesReader.Read(scope.Value) };
    }
}
