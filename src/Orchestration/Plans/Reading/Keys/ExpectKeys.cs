using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading.Keys;

/// <summary>The keys of what the answer of a request must be.</summary>
internal static class ExpectKeys
{
    private static readonly ScalarShape s_status = Scalars.Integer(100, 599);

    private static readonly ObjectShape s_forks = new()
    {
        Name = "servedBy",
        Keys = [new("forks", new ListShape(Scalars.ServiceName) { AllowsEmpty = false }, "Services whose fork must have answered, each of them.") { IsRequired = true, OtherNames = ["fork", "services"] }],
    };

    public static ObjectShape Expect { get; } = new()
    {
        Name = "expect",
        Keys =
        [
            new("status", new ChoiceShape { Expected = "a status, a list of them, or matchers", Scalar = s_status, List = new ListShape(s_status) { AllowsEmpty = false }, Object = MatcherKeys.Matchers }, "The status: a number, one of a list, or matchers.") { OtherNames = ["code", "statusCode"] },
            new("headers", new MapShape(PlanScalars.HeaderName, MatcherKeys.Text), "Headers of the answer by name."),
            new("json", new MapShape(PlanScalars.JsonPath, MatcherKeys.Value), "Values of the body by JSONPath; a bare value means equal.") { OtherNames = ["body"] },
            new("text", MatcherKeys.Text, "The body as text."),
            new("time", Scalars.Duration, "The longest time that the answer may take.") { OtherNames = ["duration", "latency", "within"] },
            new("servedBy", new ChoiceShape { Expected = "fork, baseline, any, or { forks: [SERVICE] }", Scalar = Scalars.OneOf("fork", "baseline", "any"), Object = s_forks }, "Who must have answered, by the routers' records.") { Default = "fork" },
        ],
    };
}
