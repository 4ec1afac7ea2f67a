using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Expectations;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Expectations;

public sealed class SchemaMatcherTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "1.5", false)]
    [InlineData("""{"const":3}""", "4", false)]
    [InlineData("""{"const":3}""", "3", true)]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", false)]
    [InlineData("""{"type":"string","pattern":"^x"}""", "\"y\"", false)]
    [InlineData("""{"type":"string","pattern":"^x"}""", "\"xy\"", true)]
    [InlineData("""{"pattern":"^x"}""", "\"y\"", false)]
    [InlineData("""{"type":"string","format":"date-time","pattern":"Z$"}""", "\"2024-01-02T03:04:05+01:00\"", false)]
    [InlineData("""{"type":"string","format":"date-time","pattern":"Z$"}""", "\"Z\"", false)]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"2024-01-02T03:04:05Z\"", true)]
    [InlineData("""{"$defs":{"p":{"type":"integer"}},"properties":{"a":{"$ref":"#/$defs/p"}}}""", """{"a":"x"}""", false)]
    [InlineData("""{"$defs":{"p":{"type":"integer"}},"properties":{"a":{"$ref":"#/$defs/p"}}}""", """{"a":1}""", true)]
    [InlineData("""{"definitions":{"p":{"type":"integer"}},"properties":{"a":{"$ref":"#/definitions/p","minimum":5}}}""", """{"a":1}""", false)]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"integer"}}}""", """{"next":{"next":{"v":"x"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"integer"}}}""", """{"next":{"next":{"v":2}}}""", true)]
    [InlineData("""{"type":"number","exclusiveMinimum":1}""", "1", false)]
    [InlineData("""{"type":"number","minimum":1,"maximum":2}""", "2.5", false)]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":1}""", "[]", false)]
    [InlineData("""{"type":["string","null"]}""", "null", true)]
    [InlineData("""{"properties":{"a":false}}""", """{"a":1}""", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "true", false)]
    public void Value_SatisfiesSchemaOrNot(string schema, string value, bool holds)
    {
        var mismatches = Evaluate(schema, value);

        mismatches.Any().Should().Be(!holds, string.Join("; ", mismatches));
        mismatches.Should().NotContain(mismatch => mismatch.Expected == "a JSON Schema that can be applied");
    }

    [Theory]
    [InlineData("minimum", "5", "1")]
    [InlineData("maximum", "5", "9")]
    [InlineData("exclusiveMinimum", "5", "5")]
    [InlineData("exclusiveMaximum", "5", "5")]
    [InlineData("multipleOf", "2", "3")]
    [InlineData("minLength", "5", "\"a\"")]
    [InlineData("maxLength", "1", "\"abc\"")]
    [InlineData("maxLength", "0", "\"a\"")]
    [InlineData("minItems", "1", "[]")]
    [InlineData("maxItems", "1", "[1,2]")]
    [InlineData("maxItems", "0", "[1]")]
    [InlineData("uniqueItems", "true", "[1,1]")]
    [InlineData("required", "[\"a\"]", "{}")]
    [InlineData("minProperties", "1", "{}")]
    [InlineData("maxProperties", "1", """{"a":1,"b":2}""")]
    [InlineData("maxProperties", "0", """{"a":1}""")]
    [InlineData("properties", """{"a":{"type":"string"}}""", """{"a":1}""")]
    [InlineData("items", """{"type":"string"}""", "[1]")]
    [InlineData("items", """[{"type":"string"}]""", "[1]")]
    [InlineData("additionalProperties", "false", """{"a":1}""")]
    [InlineData("additionalProperties", """{"type":"string"}""", """{"a":1}""")]
    [InlineData("enum", "[1,2]", "3")]
    [InlineData("const", "1", "3")]
    [InlineData("pattern", "\"^x\"", "\"y\"")]
    [InlineData("format", "\"date-time\"", "\"x\"")]
    [InlineData("format", "\"uuid\"", "\"x\"")]
    [InlineData("not", """{"type":"string"}""", "\"x\"")]
    [InlineData("type", "\"string\"", "1")]
    [InlineData("allOf", """[{"type":"string"}]""", "1")]
    [InlineData("anyOf", """[{"type":"string"}]""", "1")]
    [InlineData("oneOf", """[{"type":"string"}]""", "1")]
    public void Keyword_IsAppliedWhereverItStands(string name, string operand, string value)
    {
        var keyword = $"\"{name}\":{operand}";
        string[] schemas =
        [
            """{"properties":{"v":{KEYWORD}}}""",
            """{"properties":{"v":{"$ref":"#/definitions/p",KEYWORD}},"definitions":{"p":{}}}""",
            """{"properties":{"v":{"$ref":"#/definitions/p"}},"definitions":{"p":{KEYWORD}}}""",
            """{"properties":{"v":{"anyOf":[{KEYWORD}]}}}""",
            """{"properties":{"v":{"oneOf":[{"$ref":"#/definitions/p"}],"title":"t"}},"definitions":{"p":{KEYWORD}}}""",
            """{"additionalProperties":{KEYWORD}}""",
        ];
        foreach (var schema in schemas.Select(text => text.Replace("KEYWORD", keyword, StringComparison.Ordinal)))
        {
            Evaluate(schema, $"{{\"v\":{value}}}").Should().NotBeEmpty(schema)
                .And.NotContain(mismatch => mismatch.Expected == "a JSON Schema that can be applied");
        }
    }

    [Theory]
    [InlineData("""{"type":"strin"}""", "not one of string")]
    [InlineData("""{"if":{},"then":{}}""", "'if' is not supported")]
    [InlineData("""{"properties":{"a":{"contains":{}}}}""", "#/properties/a/contains")]
    [InlineData("""{"patternProperties":{"(a+)+$":{}}}""", "patternProperties")]
    [InlineData("""{"$ref":"http://127.0.0.1:1/x.json"}""", "does not lead into the schema itself")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "does not lead into the schema itself")]
    [InlineData("""{"$ref":"other.json#/x"}""", "does not lead into the schema itself")]
    [InlineData("""{"$ref":"#/definitions/none"}""", "definitions/none")]
    [InlineData("""{"$ref":"#"}""", "leads back")]
    [InlineData("""{"properties":{"a":{"allOf":[{"$ref":"#/properties/a"}]}}}""", "leads back")]
    [InlineData("""{"pattern":"(a)\\1"}""", "linear time")]
    [InlineData("[]", "is no schema")]
    [InlineData("\"x\"", "is no schema")]
    public void SchemaThatCannotBeApplied_DoesNotHold(string schema, string problem)
    {
        var mismatches = Evaluate(schema, "1");

        mismatches.Should().Contain(mismatch => mismatch.Expected == "a JSON Schema that can be applied" && mismatch.Found.Contains(problem), string.Join("; ", mismatches));
    }

    [Fact]
    public void Combinations_ThatMultiply_AreRefused()
    {
        var definitions = string.Join(",", Enumerable.Range(0, 40).Select(i => $$$"""
            "d{{{i}}}": {"anyOf": [{"$ref": "#/definitions/d{{{i + 1}}}"}, {"$ref": "#/definitions/d{{{i + 1}}}"}]}
            """));

        Evaluate($$$"""{"definitions": { {{{definitions}}}, "d40": {"type": "string"} }, "$ref": "#/definitions/d0"}""", "1")
            .Should().ContainSingle().Which.Found.Should().Contain("combinations");
    }

    [Fact]
    public void AllErrors_HaveTheirPathsAndValues()
    {
        var mismatches = Evaluate(
            """{"type":"object","required":["id"],"properties":{"items":{"type":"array","items":{"type":"object","properties":{"price":{"type":"number"}}}},"name":{"type":"string"}},"additionalProperties":false}""",
            """{"items":[{"price":1},{"price":"two"}],"name":7,"extra":true}""");

        mismatches.Select(mismatch => (mismatch.Path, mismatch.Found)).Should().BeEquivalentTo(new[]
        {
            ("$.id", "nothing"), ("$.items[1].price", "\"two\""), ("$.name", "7"), ("$.extra", "true"),
        });
    }

    private static IReadOnlyList<Mismatch> Evaluate(string schema, string value)
    {
        using var operand = JsonDocument.Parse(schema);
        using var document = JsonDocument.Parse(value);
        var token = JsonTree.Of(document.RootElement.Clone());
        return new MatcherEvaluator(text => text).Evaluate(MatcherKind.Schema, operand.RootElement, JsonTree.ValueOf(token), token);
    }
}
