using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.UnitTests.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Installing;

public sealed class InstallManifestsTests
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    private static readonly InstallSpec s_install = new() { Namespace = "shop", Image = "registry.example/agent-sandbox:1", PullPolicy = "Never" };

    public static TheoryData<string> Files => [.. InstallManifests.Files().Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_EqualsWhatIsInstalled(string name)
    {
        var path = RepositoryFiles.PathOf($"deploy/{name}");
        var text = InstallManifests.Files()[name];
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it is below the repository
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).Should().Be(text, $"deploy/{name} follows from the code; update it with: {UpdateVariable}=1 dotnet test tests/Orchestration.UnitTests --filter {nameof(InstallManifestsTests)}");
    }

    [Fact]
    public void Yaml_ReadsAsTheSameObjects()
    {
        IReadOnlyList<JsonObject> objects = [.. InstallManifests.Definitions(), .. InstallManifests.Operator(s_install), .. InstallManifests.Router(s_install, "shop"), .. InstallManifests.Mcp(s_install with { HasMcp = true, McpHosts = ["mcp.example"] }), GoldenCases.Yaml("{ a: [[x, [1, 2]], {}, [], { b: [{ c: 'yes', d: '1', e: null, f: 'x: y', g: ' pad', h: \"two\\nlines\", i: '', j: 'a #b', k: 0.5 }] }], 'on': off-line }")];

        foreach (var item in objects)
        {
            var problems = new ProblemList();
            var read = YamlTreeReader.Read(ManifestYaml.Write([item], "x"), problems);

            problems.Count.Should().Be(0);
            JsonNode.Parse(YamlJson.Convert(read!, problems, "")!.ToJsonString())!.ToJsonString().Should().Be(item.ToJsonString()); // it has no problems
        }
    }

    [Fact]
    public void Namespaced_NeedsNothingOfTheCluster() =>
        InstallManifests.Operator(s_install).Concat(InstallManifests.Router(s_install, "shop"))
            .Where(item => item.Kind().StartsWith("Cluster", StringComparison.Ordinal) || item.TextAt("metadata", "namespace") != "shop")
            .Should().BeEmpty();

    [Fact]
    public void ClusterScope_BindsAClusterRole()
    {
        var objects = InstallManifests.Operator(s_install with { Scope = InstallScope.Cluster });

        objects.Select(item => item.Kind()).Should().Contain(["ClusterRole", "ClusterRoleBinding"]);
        objects.Single(item => item.Kind() == "Deployment")["spec"]!["template"]!.ToJsonString().Should().Contain("--all-namespaces"); // it has a template
    }

    [Fact]
    public void Rights_AreTheLeast()
    {
        var rules = InstallManifests.Operator(s_install).Concat(InstallManifests.Router(s_install, "shop")).SelectMany(item => item.ObjectsAt("rules")).ToList();

        rules.SelectMany(rule => rule.ListAt("resources").Concat(rule.ListAt("verbs")).Concat(rule.ListAt("apiGroups")))
            .Should().NotContain(["*", "pods/exec", "pods/attach", "nodes", "namespaces", "impersonate", "escalate", "bind"]);
        rules.Where(rule => rule.ListAt("resources").Contains("secrets")).SelectMany(rule => rule.ListAt("verbs")).Should().NotContain(["get", "list", "watch", "patch", "update"], "nobody of ours reads a secret");
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("router")]
    public void Program_SurvivesTheLossOfOnePod(string component)
    {
        var objects = component == "router" ? InstallManifests.Router(s_install, "shop") : InstallManifests.Operator(s_install);
        var deployment = objects.Single(item => item.Kind() == "Deployment");
        var labels = deployment.TextsAt("spec", "template", "metadata", "labels");

        deployment.NumberAt("spec", "replicas").Should().Be(2);
        deployment.NumberAt("spec", "strategy", "rollingUpdate", "maxUnavailable").Should().Be(0);
        deployment.At("spec", "template", "spec", "affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution").Should().NotBeNull();
        deployment.ObjectAt("spec", "template", "spec")!.ObjectsAt("containers").Single().ObjectAt("readinessProbe").Should().NotBeNull(); // it has a spec
        LabelSelector.Of(objects.Single(item => item.Kind() == "PodDisruptionBudget").ObjectAt("spec", "selector"))!.Matches(labels).Should().BeTrue(); // it has one
        LabelSelector.OfMap(objects.Single(item => item.Kind() == "Service").TextsAt("spec", "selector"))!.Matches(labels).Should().BeTrue(); // it has one
    }

    [Fact]
    public void EnrolledServices_SelectTheRouters()
    {
        var labels = InstallManifests.Router(s_install, "shop").Single(item => item.Kind() == "Deployment").TextsAt("spec", "template", "metadata", "labels");

        LabelSelector.OfMap(EnrolledService.RouterSelector)!.Matches(labels).Should().BeTrue(); // it is not empty
        LabelSelector.OfMap(EnrolledService.RouterSelector)!.Matches(InstallManifests.Operator(s_install).Single(item => item.Kind() == "Deployment").TextsAt("spec", "template", "metadata", "labels")).Should().BeFalse(); // nor the operator
        labels.Should().BeEquivalentTo(new EnrolmentFacts { Service = [] }.RouterLabels, "findings look at a router's labels");
    }
}
