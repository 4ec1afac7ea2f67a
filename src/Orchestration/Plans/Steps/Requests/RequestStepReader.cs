using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>Reads <c>request</c> steps.</summary>
internal sealed class RequestStepReader : IStepReader
{
    public KeyDefinition Key { get; } = new(
        StepKinds.Request,
        new ObjectShape { Name = StepKinds.Request, Keys = RequestKeys.All },
        "Sends a request that has to meet the fork.")
    { OtherNames = ["http", "send"] };

    public PlanStep Read(StepScope scope)
    {
        var (expect, path) = (scope.Step.Find(PlanKeys.Expect), Texts.Join(scope.Path, PlanKeys.Expect));
        var servedBy = expect?.Find("servedBy");
        var forks = servedBy?.Find("forks");
        foreach (var fork in forks?.Items ?? [])
        {
            scope.CheckService(fork, $"{path}.servedBy.forks");
        }

        return new RequestStep
        {
            Id = scope.Id,
            Request = RequestTemplateReader.Read(scope),
            ServedBy = servedBy is { Kind: YamlValueKind.Scalar, Text: "baseline" } ? ServedBy.Baseline
                : servedBy is { Kind: YamlValueKind.Scalar, Text: "any" } ? ServedBy.Any
                : ServedBy.Fork,
            ServedByForks = Values.Texts(forks),
            Expect = new ExpectationReader(scope).ReadAnswer(expect, path),
        };
    }
}
