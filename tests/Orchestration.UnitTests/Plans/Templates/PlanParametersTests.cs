using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Templates;

public sealed class PlanParametersTests
{
    private static readonly Plan s_plan = new()
    {
        Name = "p",
        Purpose = "p",
        Steps = [],
        Parameters =
        [
            new() { Name = "sku", Default = "007" },
            new() { Name = "qty", Type = ParameterType.Integer, Default = "1" },
            new() { Name = "price", Type = ParameterType.Number, Default = "1.50" },
            new() { Name = "full", Type = ParameterType.Boolean },
        ],
    };

    [Fact]
    public void Values_AreTypedAndWinOverDefaults()
    {
        var values = PlanParameters.Bind(s_plan, new Dictionary<string, string> { ["qty"] = "-2", ["full"] = "True" }).Value!;

        values.Select(pair => (pair.Key, pair.Value.GetRawText())).Should().Equal(("sku", "\"007\""), ("qty", "-2"), ("price", "1.50"), ("full", "true"));
    }

    [Fact]
    public void AllProblems_ComeAtOnce()
    {
        var failure = PlanParameters.Bind(s_plan, new Dictionary<string, string> { ["qty"] = "2.5", ["prise"] = "1", ["price"] = "dear" }).Failure!;

        failure.Code.Should().Be(FailureCodes.InvalidArguments);
        failure.Message.Should().Be(
            "There is no parameter \"prise\"; did you mean \"price\"? The parameter \"qty\" must be a whole number, but \"2.5\" is not. "
            + "The parameter \"price\" must be a number, but \"dear\" is not. The parameter \"full\" needs true or false, but none is given.");
        failure.Hint.Should().Contain("sku (string), qty (integer), price (number), full (boolean, needed)");
    }
}
