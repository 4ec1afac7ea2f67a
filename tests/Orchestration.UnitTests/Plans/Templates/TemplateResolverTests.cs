using System.Text.Json;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Templates;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Templates;

public sealed class TemplateResolverTests
{
    private static readonly JsonElement s_values = JsonDocument.Parse("""
        {
          "params": { "sku": "BEANS & \"1\"", "qty": 2, "price": 0.10, "full": false, "on": true, "zero": 0, "none": "", "path": "/a/b" },
          "steps": { "quote": { "fee": 0.75, "nothing": null, "lines": [{ "a": "<x>" }], "empty": [] } },
          "sandbox": { "name": "fees", "key": "k-1" },
          "run": { "id": "r1", "key": "k-2" },
          "services": { "orders": { "url": "http://127.0.0.1:1" } }
        }
        """).RootElement;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("${params.qty} of ${params.sku}", "2 of BEANS & \"1\"")]
    [InlineData("${params.price}", "0.10")]
    [InlineData("${steps.quote.fee}|${sandbox.name}|${sandbox.key}|${run.id}|${run.key}", "0.75|fees|k-1|r1|k-2")]
    [InlineData("${services.orders.url}/x", "http://127.0.0.1:1/x")]
    [InlineData("${steps.quote.lines}", "[{\"a\":\"<x>\"}]")]
    [InlineData("$${params.qty} costs $5 {x}", "${params.qty} costs $5 {x}")]
    public void Text_IsFilled(string source, string expected) => Resolve(source).Value.Should().Be(expected);

    [Theory]
    [InlineData("/q?sku=${params.sku}&n=${params.qty}", "/q?sku=BEANS%20%26%20%221%22&n=2")]
    [InlineData("/items${params.path}?p=${params.path}", "/items/a/b?p=%2Fa%2Fb")]
    [InlineData("${params.path}", "/a/b")]
    public void Path_IsEncodedWithinButNotAtItsBeginning(string source, string expected)
        => Resolve(source, PlanTemplateForm.Path).Value.Should().Be(expected);

    [Theory]
    [InlineData("""{"n":"${params.qty}","b":"${params.full}"}""", """{"n":2,"b":false}""")]
    [InlineData("""{"s":"${params.sku}","t":"x ${params.qty} ${params.sku}"}""", """{"s":"BEANS & \"1\"","t":"x 2 BEANS & \"1\""}""")]
    [InlineData("""[{"l":"${steps.quote.lines}","e":"${steps.quote.empty}"},null,1]""", """[{"l":[{"a":"<x>"}],"e":[]},null,1]""")]
    [InlineData("""{"p":"$${x}"}""", """{"p":"${x}"}""")]
    public void Json_KeepsTypesAndEscapes(string source, string expected)
        => Resolve(source, PlanTemplateForm.Json).Value.Should().Be(expected);

    [Theory]
    [InlineData("${params.nope}", "\"${params.nope}\" has no value")]
    [InlineData("${params.none}", "\"${params.none}\" is empty")]
    [InlineData("${steps.quote.nothing}", "\"${steps.quote.nothing}\" is null")]
    [InlineData("${steps.later.x}", "\"${steps.later.x}\" has no value")]
    public void NothingToFillIn_NamesThePlace(string source, string text)
    {
        foreach (var form in Enum.GetValues<PlanTemplateForm>())
        {
            var failure = Resolve(form == PlanTemplateForm.Json ? $"[\"{source}\"]" : source, form).Failure!;

            failure.Code.Should().Be(FailureCodes.TemplateEmpty);
            failure.Message.Should().Contain(text);
        }
    }

    [Fact]
    public void Operand_IsFilledInDepth()
    {
        var operand = JsonDocument.Parse("""{"a":["${params.qty}","n ${params.qty}"],"b":1}""").RootElement;

        TemplateResolver.Resolve(operand, s_values).Value.GetRawText().Should().Be("""{"a":[2,"n 2"],"b":1}""");
        TemplateResolver.Resolve(JsonDocument.Parse("\"${params.nope}\"").RootElement, s_values).IsSuccess.Should().BeFalse();
    }

    [Theory]
    [InlineData("${params.on}", true)]
    [InlineData("${params.qty}", true)]
    [InlineData("yes", true)]
    [InlineData("${params.full}", false)]
    [InlineData("${params.zero}", false)]
    [InlineData("${params.none}", false)]
    [InlineData("${steps.quote.nothing}", false)]
    [InlineData("False", false)]
    public void Condition_HoldsUnlessItSaysNo(string source, bool expected)
        => TemplateResolver.Holds(new PlanTemplate(source, []), s_values).Value.Should().Be(expected);

    [Fact]
    public void ConditionOnAMissingValue_IsAFailure()
        => TemplateResolver.Holds(new PlanTemplate("${params.nope}", []), s_values).Failure!.Message.Should().Contain("${params.nope}");

    private static Result<string> Resolve(string source, PlanTemplateForm form = PlanTemplateForm.Text)
        => TemplateResolver.Resolve(new PlanTemplate(source, []) { Form = form }, s_values);
}
