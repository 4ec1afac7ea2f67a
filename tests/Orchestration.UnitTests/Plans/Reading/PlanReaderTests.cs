using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans;
using AgentSandbox.Orchestration.Plans.Expectations;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Steps.Checking;
using AgentSandbox.Orchestration.Plans.Steps.Commands;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Plans.Steps.Loading;
using AgentSandbox.Orchestration.Plans.Steps.Logging;
using AgentSandbox.Orchestration.Plans.Steps.Replaying;
using AgentSandbox.Orchestration.Plans.Steps.Requests;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

public sealed class PlanReaderTests
{
    private static readonly Plan s_plan = PlanSamples.Read(PlanSamples.Full).Plan!;

    [Fact]
    public void FullPlan_IsValid() => PlanSamples.Read(PlanSamples.Full).Format("plan.yaml").Should().BeEmpty();

    [Fact]
    public void Head_IsRead()
    {
        s_plan.Should().BeEquivalentTo(new { Name = "sample", Purpose = "Checkout charges the new fee", MaxParallel = 8, Timeout = TimeSpan.FromMinutes(10) });
        s_plan.Parameters.Should().BeEquivalentTo(new[]
        {
            new { Name = "sku", Type = ParameterType.String, Default = "BEANS-01", Description = (string?)"What is bought" },
            new { Name = "qty", Type = ParameterType.Integer, Default = "2", Description = (string?)null },
            new { Name = "full", Type = ParameterType.Boolean, Default = "false", Description = (string?)null },
        });
    }

    [Fact]
    public void Request_IsRead()
    {
        var step = Step<RequestStep>("quote");

        step.Should().BeEquivalentTo(new
        {
            Title = "The quote carries the new fee",
            ServedBy = ServedBy.Fork,
            ServedByForks = new[] { "payments", "orders" },
            Retries = 1,
            Timeout = TimeSpan.FromSeconds(20),
            Captures = new[] { new Capture("fee", "$.body.fee") },
            Line = 11,
        });
        step.Request.Path.Should().BeEquivalentTo(new { References = new[] { "params.sku" }, Form = PlanTemplateForm.Path, Line = 13 });
        step.Request.Headers.Keys.Should().Equal("accept");
    }

    [Fact]
    public void Expectations_AreRead()
    {
        var claims = Step<RequestStep>("quote").Expect.Select(claim
            => (claim.Label, claim.Path, string.Join(", ", claim.Matchers.Select(matcher => $"{matcher.Kind} {matcher.Operand.GetRawText()}"))));

        claims.Should().Equal(
            ("status", "$.status", "Is 200"),
            ("headers.content-type", "$.headers['content-type']", "Contains \"json\""),
            ("headers.content-length", "$.headers['content-length']", "Is \"12\""),
            ("json $.fee", "$.body.fee", "Is 0.75"),
            ("json $.lines", "$.body.lines", "Length 1"),
            ("json $.currency", "$.body.currency", "OneOf [\"EUR\",\"USD\"]"),
            ("json $.error", "$.body.error", "Is null"),
            ("time", "$.milliseconds", "AtMost 500"));
    }

    [Fact]
    public void JsonBody_BecomesATemplateWithItsContentType()
    {
        var request = Step<RequestStep>("order").Request;

        request.Method.Should().Be("POST");
        request.Body!.Form.Should().Be(PlanTemplateForm.Json);
        request.Body.Source.Should().Be("""{"sku":"${params.sku}","qty":"${params.qty}","note":"fee ${steps.quote.fee}"}""");
        request.Body.References.Should().Equal("params.sku", "params.qty", "steps.quote.fee");
        request.Headers["content-type"].Source.Should().Be("application/json");
    }

    [Fact]
    public void Order_IsWhatIsWrittenAndWhatIsUsed()
    {
        Step<RequestStep>("order").After.Should().Equal("quote");
        Step<CompareStep>("same").After.Should().Equal("order");
        Step<CheckStep>("sums").After.Should().Equal("quote");
        s_plan.Cleanup.Single().After.Should().BeEmpty();
    }

    [Fact]
    public void StatusList_MeansOneOf()
        => Step<RequestStep>("order").Expect.Single().Matchers.Single().Kind.Should().Be(MatcherKind.OneOf);

    [Fact]
    public void Compare_IsRead() => Step<CompareStep>("same").Rules.Should().BeEquivalentTo(new ComparisonRules
    {
        Ignore = ["$.id", "headers.date"],
        Allow = ["$..price"],
        FailOn = [DifferenceClass.Breaking, DifferenceClass.Changed],
        Headers = ["etag"],
        Samples = 5,
        IgnoreOrder = true,
    });

    [Fact]
    public void Load_IsReadAndHasTimeForItself()
    {
        var step = Step<LoadStep>("fast");

        step.Should().BeEquivalentTo(new { Rate = 50.0, Duration = TimeSpan.FromMinutes(2), WarmUp = TimeSpan.FromSeconds(3), MeasureBaseline = true, Confidence = 0.95 });
        step.Thresholds.Should().Equal(
            new LoadThreshold { Metric = LoadMetric.P95, AtMost = 200 },
            new LoadThreshold { Metric = LoadMetric.P95, AtMostRatio = 1.2 },
            new LoadThreshold { Metric = LoadMetric.ErrorRate, AtMost = 0.01 },
            new LoadThreshold { Metric = LoadMetric.Throughput, AtLeast = 45 });
        step.Timeout.Should().BeGreaterThan(TimeSpan.FromSeconds(123));
    }

    [Fact]
    public void Logs_AreRead()
    {
        var step = Step<LogsStep>("quiet");

        step.Should().BeEquivalentTo(new { Service = "payments", Within = TimeSpan.FromSeconds(5) });
        step.Claims.Select(claim => (claim.Contains?.Source, claim.Matches, claim.Level, claim.AtLeast, claim.AtMost)).Should().Equal(
            ("Quoted a fee", null, LogLevelFilter.All, 1, null),
            (null, null, LogLevelFilter.Error, 0, 0),
            (null, "^x+$", LogLevelFilter.All, 2, null));
    }

    [Fact]
    public void Run_IsRead()
    {
        var step = Step<RunStep>("suite");

        step.Command.Select(word => word.Source).Should().Equal("npx", "playwright", "test", "a b", "${params.sku}");
        step.Should().BeEquivalentTo(new { Shell = false, Directory = "tests", JUnit = new[] { "results/*.xml" }, Artifacts = new[] { "shots" }, ExitCode = 3, MustMeetFork = false });
        step.Environment["N"].Source.Should().Be("1");
    }

    [Fact]
    public void Replay_IsRead() => Step<ReplayStep>("again").Should().BeEquivalentTo(
        new { Recording = "recordings/checkout.har", Services = new[] { "frontend" }, Mutates = true, Rules = new { IgnoreOrder = true } });

    [Fact]
    public void Check_LooksIntoValues()
        => Step<CheckStep>("sums").Expect.Select(claim => (claim.Path, claim.Label)).Should().Equal(("$.steps.quote.fee", "$.steps.quote.fee"), ("$.params.qty", "$.params.qty"));

    [Fact]
    public void RootInAFilter_MeansTheBody()
        => PlanSamples.Read(PlanSamples.Step("""request: { service: a, path: / }, expect: { json: { "$.items[?(@.id == $.main && @.t == '$.x')].n": 1 } }"""))
            .Plan!.Steps.OfType<RequestStep>().Single().Expect.Single().Path.Should().Be("$.body.items[?(@.id == $.body.main && @.t == '$.x')].n");

    [Theory]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("007", "7")]
    [InlineData("+1.50", "1.50")]
    [InlineData("1e3", "1000")]
    [InlineData("1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("'5'", "\"5\"")]
    [InlineData("[1, {a: ~}]", "[1,{\"a\":null}]")]
    public void Operand_IsTheJsonThatYamlMeans(string yaml, string json)
        => PlanSamples.Read(PlanSamples.Step($"request: {{ service: a, path: / }}, expect: {{ json: {{ $.a: {{ is: {yaml} }} }} }}"))
            .Plan!.Steps.OfType<RequestStep>().Single().Expect.Single().Matchers.Single().Operand.GetRawText().Should().Be(json);

    [Fact]
    public void ThousandSteps_CostAsMuchAsTheyAreMany()
    {
        var (few, many) = (Steps(250), Steps(1000));
        PlanSamples.Read(few).Format("").Should().BeEmpty();

        var costOfFew = Cost(few);
        var costOfMany = Cost(many);

        // Work that looks at every other step for each one would cost sixteen times as much.
        costOfMany.Should().BeLessThan(costOfFew * 6);

        static string Steps(int count) => PlanSamples.Steps(string.Join('\n', Enumerable.Range(0, count).Select(i => $$$"""
              - id: s{{{i}}}
                request: { service: a, path: "/x?q=${params.a}", body: { a: [1, 2, "${params.a}"] } }
                expect: { status: 200, json: { "$.a[{{{i}}}]": { matches: "^[a-z]{{{i % 20}}}$" }, $.b: { schema: { type: object, properties: { c: { type: string } } } } } }
                capture: { v: $.body.a }{{{(i == 0 ? "" : $"\n    after: [s{i - 1}]\n    when: ${{steps.s{i / 2}.v}}")}}}
            """)));

        // Memory and not time, which a busy machine stretches.
        static long Cost(string plan)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = PlanSamples.Read(plan);
            var cost = GC.GetAllocatedBytesForCurrentThread() - before;
            result.Format("").Should().BeEmpty();
            return cost;
        }
    }

    [Fact]
    public async Task File_GivesThePlanItsName()
    {
        using var tree = new Configuration.TemporaryTree();
        tree.With("plans/checkout.yaml", PlanSamples.Full);

        var result = await PlanReader.ReadFileAsync(Path.Combine(tree.Root, "plans/checkout.yaml"), null, CancellationToken.None);

        result.Plan!.Name.Should().Be("checkout");
        (await PlanReader.ReadFileAsync(Path.Combine(tree.Root, "none.yaml"), null, CancellationToken.None)).Problems.Single().Code.Should().Be(PlanProblemCodes.FileMissing);
        (await PlanReader.ReadFileAsync(tree.Root, null, CancellationToken.None)).Problems.Single().Code.Should().Be(PlanProblemCodes.FileUnreadable);
    }

    private static T Step<T>(string id)
        where T : PlanStep
        => s_plan.Steps.Single(step => step.Id == id).Should().BeOfType<T>().Subject;
}
