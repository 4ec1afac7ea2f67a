using AgentSandbox.Orchestration.Configuration.Keys;

namespace AgentSandbox.Orchestration.Plans.Reading.Keys;

/// <summary>Every key of a plan. Reader, suggestions, JSON Schema and reference follow from this table and from those of the kinds of steps.</summary>
internal static class PlanKeys
{
    public const int MaxSteps = 1000;
    public const int MaxParameters = 100;
    public const string Version = "version";
    public const string Purpose = "purpose";
    public const string Expect = "expect";

    private static readonly string[] s_kinds = [.. StepReaders.All.Select(reader => reader.Key.Name)];

    private static readonly ObjectShape s_parameter = new()
    {
        Name = "parameter",
        Keys =
        [
            new("type", Scalars.OneOf("string", "integer", "number", "boolean"), "What values it takes; by default that of the default, or string."),
            new("default", PlanScalars.Text, "Its value when none is given; without it one must be given.") { OtherNames = ["value"] },
            new("description", PlanScalars.Line, "What it is for.") { OtherNames = ["purpose", "title"] },
        ],
    };

    private static readonly ObjectShape s_step = new()
    {
        Name = "step",
        Keys =
        [
            new("id", PlanScalars.StepId, "Its name in the plan; unique.") { IsRequired = true, OtherNames = ["name"] },
            new("title", PlanScalars.Line, "What it checks, in a few words.") { OtherNames = ["description", "purpose"] },
            .. StepReaders.All.Select(reader => reader.Key),
            new(Expect, ExpectKeys.Expect, "What the answer of a request must be.") { OtherNames = ["assert", "expectations"] },
            new("capture", new MapShape(PlanScalars.Name, PlanScalars.JsonPath) { MaxEntries = 50 }, "Values for later steps: a name and a JSONPath into what the step found.") { OtherNames = ["captures", "extract", "save"] },
            new("after", new ListShape(PlanScalars.StepId), "Steps that end before it begins, besides those whose values it uses.") { OtherNames = ["needs", "dependsOn", "depends_on"] },
            new("when", PlanScalars.Text, "The step is skipped when this is empty, false or 0.") { OtherNames = ["if", "condition"] },
            new("retries", Scalars.Integer(0, 10), "How often a failed step is tried again to tell flaky from broken.") { OtherNames = ["retry"] },
            new("timeout", PlanScalars.DurationUpTo(TimeSpan.FromHours(1), "1h"), "The limit of one try; by default 60s, 5m for run, and what it takes for load."),
        ],
        Conflicts = [.. s_kinds.SkipLast(1).Select((kind, index) => new KeyConflict(kind, s_kinds[(index + 1)..], "a step has one kind; write two steps")),
            new(StepKinds.Check, ["capture"], "a check finds nothing of its own; capture where the value is found")],
        Needs = [new(Expect, [StepKinds.Request], "only the answer of a request has expectations of its own")],
        AnyOf = s_kinds,
        AnyOfFix = "say what the step does, such as \"request: { service: orders, path: / }\"",
    };

    public static ObjectShape Root { get; } = new()
    {
        Name = "plan",
        AllowsExtensions = true,
        Keys =
        [
            new(Version, Scalars.Integer(1, 1), "The version of this format.") { IsRequired = true },
            new(Purpose, PlanScalars.Line, "What the plan is for, in one line, so that a reader can choose it.") { IsRequired = true, OtherNames = ["description", "title", "name"] },
            new("parameters", new MapShape(PlanScalars.Name, s_parameter) { MaxEntries = MaxParameters }, "Values that whoever runs the plan may give: ${params.NAME}.") { OtherNames = ["params", "inputs", "variables"] },
            new("maxParallel", Scalars.Integer(1, 32), "How many steps may run at once.") { Default = "4", OtherNames = ["parallel", "concurrency"] },
            new("timeout", PlanScalars.DurationUpTo(TimeSpan.FromHours(6), "6h"), "The limit of the whole run.") { Default = "15m" },
            new("steps", new ListShape(s_step) { AllowsEmpty = false, MaxItems = MaxSteps }, "The steps; they run as soon as those they come after have ended.") { IsRequired = true, OtherNames = ["tests", "checks"] },
            new("cleanup", new ListShape(s_step) { MaxItems = MaxSteps }, "Steps that run at the end whatever happened; they do not change the verdict.") { OtherNames = ["finally", "teardown", "clean-up"] },
        ],
    };
}
