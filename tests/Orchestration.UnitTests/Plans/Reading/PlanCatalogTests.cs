using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.UnitTests.Configuration;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed class PlanCatalogTests : IDisposable
{
    private readonly TemporaryTree _tree = new TemporaryTree()
        .With("plans/checkout.yaml", PlanSamples.Full)
        .With("plans/broken.yml", "version: 1\n")
        .With("plans/notes.txt", "x")
        .With("other.yaml", PlanSamples.Full);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task List_TellsPurposesAndProblems()
    {
        var plans = await PlanCatalog.ListAsync(_tree.Root, "plans", null, CancellationToken.None);

        plans.Select(plan => (plan.Name, plan.File, plan.Purpose, plan.Steps, plan.Parameters.Count, plan.Problems.Count)).Should().Equal(
            ("broken", "plans/broken.yml", null, 0, 0, 2),
            ("checkout", "plans/checkout.yaml", "Checkout charges the new fee", 8, 3, 0));
    }

    [Fact]
    public async Task MissingFolder_HasNoPlans()
    {
        (await PlanCatalog.ListAsync(_tree.Root, "none", null, CancellationToken.None)).Should().BeEmpty();
        (await PlanCatalog.FindAsync(_tree.Root, "none", "x", null, CancellationToken.None)).Failure!.Hint.Should().Contain("none/NAME.yaml");
    }

    [Theory]
    [InlineData("checkout")]
    [InlineData("checkout.yaml")]
    [InlineData("plans/checkout.yaml")]
    public async Task Find_TakesNameAndFile(string name)
        => (await PlanCatalog.FindAsync(_tree.Root, "plans", name, null, CancellationToken.None)).Value!.Name.Should().Be("checkout");

    [Fact]
    public async Task Find_SuggestsTheNearestName()
        => (await PlanCatalog.FindAsync(_tree.Root, "plans", "chekout", null, CancellationToken.None)).Failure
            .Should().BeEquivalentTo(new { Code = FailureCodes.PlanNotFound, Hint = "Did you mean \"checkout\"?" });

    [Theory]
    [InlineData("../other")]
    [InlineData("../other.yaml")]
    [InlineData("/etc/passwd")]
    public async Task Find_NeverLeavesTheFolder(string name)
        => (await PlanCatalog.FindAsync(_tree.Root, "plans", name, null, CancellationToken.None)).Failure!.Code.Should().Be(FailureCodes.PlanNotFound);

    [Fact]
    public async Task Find_TellsAllProblemsOfABrokenPlan()
    {
        var failure = (await PlanCatalog.FindAsync(_tree.Root, "plans", "broken", null, CancellationToken.None)).Failure!;

        failure.Code.Should().Be(FailureCodes.PlanInvalid);
        failure.Evidence.Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("plans/broken.yml:1:1: "));
    }

    [Fact]
    public async Task LinkOutOfTheTree_IsNotFollowed()
    {
        using var elsewhere = new TemporaryTree().With("secret.yaml", "password: hunter2\n");
        File.CreateSymbolicLink(Path.Combine(_tree.Root, "plans/link.yaml"), Path.Combine(elsewhere.Root, "secret.yaml"));

        var plans = await PlanCatalog.ListAsync(_tree.Root, "plans", null, CancellationToken.None);

        plans.Single(plan => plan.Name == "link").Problems.Should().ContainSingle().Which.Code.Should().Be(PlanProblemCodes.InvalidPath);
    }

    [Fact]
    public void Folder_IsConfigured()
    {
        ConfigurationReader.Read("version: 1\nservices: { a: { url: 'http://x' } }\n").Configuration!.Plans.Should().Be("plans");
        ConfigurationReader.Read("version: 1\nplans: tests/plans/\nservices: { a: { url: 'http://x' } }\n").Configuration!.Plans.Should().Be("tests/plans");
        ConfigurationReader.Read("version: 1\nplans: ../x\nservices: { a: { url: 'http://x' } }\n").IsValid.Should().BeFalse();
    }
}
