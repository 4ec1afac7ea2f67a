using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Cloning;

public sealed class ForkBuilderTests
{
    private const string Folder = "Cloning/Cases";

    public static TheoryData<string> Cases => GoldenCases.In(Folder);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_BecomesTheExpectedObjects(string name)
    {
        var input = GoldenCases.Input(Folder, name);

        var built = Build(input);

        GoldenCases.Verify(Folder, name, Show(built));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fork_IsSelectedByNothingOfTheNamespace(string name)
    {
        var input = GoldenCases.Input(Folder, name);
        var built = Build(input);
        if (!built.IsSuccess)
        {
            return;
        }

        var labels = built.Value.Deployment.TextsAt("spec", "template", "metadata", "labels");
        input.ObjectsAt("services").SelectMany(LabelDrop.SelectorsOf).Where(selector => selector.Matches(labels)).Should().BeEmpty("a fork never receives the baseline's traffic");
        LabelSelector.Of(built.Value.Deployment.ObjectAt("spec", "selector"))!.Matches(labels).Should().BeTrue("a Deployment selects its own pods"); // it has one
        built.Value.Deployment.Name().Length.Should().BeLessThanOrEqualTo(46);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Building_LeavesItsInputAsItWas(string name)
    {
        var input = GoldenCases.Input(Folder, name);
        var before = input.ToJsonString();

        Build(input);

        input.ToJsonString().Should().Be(before);
    }

    private static Result<ForkObjects> Build(JsonObject input)
    {
        var problems = new ResourceProblems("The fork");
        var fork = ForkResource.Read(input.ObjectAt("fork")!, 3, default, problems); // each case has one
        problems.ToFailure().Should().BeNull();
        var baseline = BaselineTemplate.Of(input.ObjectAt("workload")!, input.ObjectAt("referenced")); // each case has one
        return !baseline.IsSuccess ? baseline.Failure : ForkBuilder.Build(new CloneRequest
        {
            Sandbox = GoldenCases.Yaml("{ kind: RoutedSandbox, metadata: { name: pr-42, namespace: shop, uid: 5f0c } }"),
            Fork = fork,
            Baseline = baseline.Value,
            Services = [.. input.ObjectsAt("services")],
            Selecting = [.. input.ObjectsAt("selecting")],
            NetworkPolicies = [.. input.ObjectsAt("networkPolicies")],
        });
    }

    private static JsonObject Show(Result<ForkObjects> built)
    {
        if (!built.IsSuccess)
        {
            return new JsonObject { ["code"] = built.Failure.Code, ["message"] = built.Failure.Message, ["hint"] = built.Failure.Hint };
        }

        var deployment = built.Value.Deployment.Copy();
        deployment.ObjectAt("metadata", "annotations")!.Remove(KnownNames.TemplateAnnotation); // the input once more
        return new JsonObject
        {
            ["deployment"] = deployment,
            ["claims"] = new JsonArray([.. built.Value.Claims.Select(claim => claim.DeepClone())]),
            ["container"] = built.Value.Container,
            ["droppedLabels"] = built.Value.DroppedLabels.ToJson(),
            ["ports"] = new JsonObject(built.Value.Ports.Select(port => KeyValuePair.Create($"{port.Key}", (JsonNode?)port.Value))),
            ["notes"] = built.Value.Notes.ToJson(),
        };
    }
}
