using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;

namespace AgentSandbox.Orchestration.Plans.Steps.Replaying;

/// <summary>Reads <c>replay</c> steps.</summary>
internal sealed class ReplayStepReader : IStepReader
{
    public KeyDefinition Key { get; } = new(
        StepKinds.Replay,
        new ObjectShape
        {
            Name = StepKinds.Replay,
            Keys =
            [
                new("recording", Scalars.Path, "The HAR file, relative to the working tree.") { IsRequired = true, OtherNames = ["file", "har", "path"] },
                new("services", new ListShape(Scalars.ServiceName), "Only requests to these services; by default all.") { OtherNames = ["service"] },
                RequestKeys.Mutates("Replays methods other than GET, HEAD and OPTIONS too."),
                .. ComparisonRulesReader.Keys,
            ],
        },
        "Sends recorded requests to the sandbox and compares the answers with the recorded ones.");

    public PlanStep Read(StepScope scope)
    {
        foreach (var service in scope.Value.Find("services")?.Items ?? [])
        {
            scope.CheckService(service, $"{scope.KindPath}.services");
        }

        return new ReplayStep
        {
            Id = scope.Id,
            Recording = Values.Path(scope.Value.Find("recording")) ?? ".",
            Services = Values.Texts(scope.Value.Find("services")),
            Mutates = scope.Value.Find("mutates")?.IsTrue ?? false,
            Rules = ComparisonRulesReader.Read(scope.Value),
        };
    }
}
