using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Comparison.Json;
using AgentSandbox.Orchestration.Comparison.Judging;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using static AgentSandbox.Orchestration.UnitTests.Comparison.Answers;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1.0e0}""", "")]
    [InlineData("""{"a":1.50}""", """{"a":1.5}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", "changed $.a")]
    [InlineData("""{"a":1}""", """{}""", "breaking $.a")]
    [InlineData("""{"a":null}""", """{}""", "breaking $.a")]
    [InlineData("""{}""", """{"a":1}""", "additive $.a")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "breaking $.a")]
    [InlineData("""{"a":1}""", """{"a":1.5}""", "breaking $.a")]
    [InlineData("""{"a":1.5}""", """{"a":2}""", "changed $.a")]
    [InlineData("""{"a":1}""", """{"a":null}""", "breaking $.a")]
    [InlineData("""{"a":null}""", """{"a":1}""", "changed $.a")]
    [InlineData("""{"a":[1]}""", """{"a":null}""", "breaking $.a")]
    [InlineData("""{"a":{"b":1}}""", """{"a":null}""", "breaking $.a")]
    [InlineData("""{"a":true}""", """{"a":null}""", "breaking $.a")]
    [InlineData("""{"a":"x"}""", """{"a":true}""", "breaking $.a")]
    [InlineData("""{"a":[1]}""", """{"a":{"b":1}}""", "breaking $.a")]
    [InlineData("""{"a":true}""", """{"a":false}""", "changed $.a")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":{}}}""", "breaking $.a.b.c")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", "breaking $.a")]
    [InlineData("""[{"a":1}]""", """{"items":[{"a":1}]}""", "breaking $")]
    [InlineData("""{"odd name":{"it's":1}}""", """{"odd name":{"it's":2}}""", """changed $['odd name']['it\'s']""")]
    public void Members_AreClassified(string before, string after, string expected) => Labels(after, before).Should().Be(expected);

    [Theory]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":2}]""", """[{"id":2,"v":2},{"id":1,"v":1}]""", "changed $")]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":2}]""", """[{"id":0,"v":0},{"id":1,"v":1},{"id":2,"v":3}]""", "changed $[2].v | additive $[0]")]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":2}]""", """[{"id":2,"v":2}]""", "changed $[0]")]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":2}]""", """[]""", "breaking $")]
    [InlineData("""[]""", """[{"id":1}]""", "additive $[0]")]
    [InlineData("""[{"v":1},{"v":2}]""", """[{"v":9},{"v":1},{"v":2}]""", "additive $[0]")]
    [InlineData("""[{"v":1},{"v":2},{"v":3}]""", """[{"v":1},{"v":3}]""", "changed $[1]")]
    [InlineData("""[{"id":1,"v":1}]""", """[{"id":1,"v":1},{"id":2}]""", "breaking $[1].v | additive $[1]")]
    [InlineData("""[{"id":1,"v":1}]""", """[{"id":1,"v":1},{"id":2,"v":"2","w":1}]""", "breaking $[1].v | additive $[1] | additive $[1].w")]
    [InlineData("""[{"id":1,"o":1},{"id":2}]""", """[{"id":1},{"id":2}]""", "breaking $[0].o")]
    [InlineData("""[{"id":1,"o":1},{"id":2,"o":2},{"id":3}]""", """[{"id":1},{"id":2,"o":2},{"id":3}]""", "changed $[0].o")]
    [InlineData("""[{"id":1,"o":1},{"id":2,"o":2}]""", """[{"id":1},{"id":2,"o":2}]""", "breaking $[0].o")]
    [InlineData("""[{"id":1,"o":1},{"id":2,"o":null}]""", """[{"id":1,"o":null},{"id":2,"o":null}]""", "changed $[0].o")]
    [InlineData("""[{"id":1,"o":{"x":1}},{"id":2,"o":null}]""", """[{"id":1,"o":{"x":1}},{"id":2,"o":{"y":1}}]""", "breaking $[1].o.x | changed $[1].o | additive $[1].o.y")]
    [InlineData("""[1,2,3]""", """[1,2]""", "changed $[2]")]
    [InlineData("""["a","b"]""", """["a",1]""", "breaking $[1]")]
    [InlineData("""[{"id":1}]""", """[{"id":1},2]""", "breaking $[1] | additive $[1]")]
    [InlineData("""[1,2.5]""", """[1,3.5]""", "changed $[1]")]
    [InlineData("""[1.5,2]""", """[1.5,2.5]""", "changed $[1]")]
    [InlineData("""[{"v":2.0}]""", """[{"v":2}]""", "")]
    [InlineData("""[{"orderId":"a","v":1},{"orderId":"b","v":2}]""", """[{"orderId":"b","v":2},{"orderId":"a","v":1}]""", "changed $")]
    [InlineData("""[{"order_id":"a","v":1},{"order_id":"b","v":2}]""", """[{"order_id":"b","v":2},{"order_id":"a","v":1}]""", "changed $")]
    [InlineData("""[{"id":true,"v":1},{"id":false,"v":2}]""", """[{"id":false,"v":2},{"id":true,"v":1}]""", "changed $[0].id | changed $[0].v | changed $[1].id | changed $[1].v")]
    [InlineData("""[{"id":1,"v":1},{"id":1,"v":2}]""", """[{"id":1,"v":2},{"id":1,"v":1}]""", "changed $[0].v | changed $[1].v")]
    [InlineData("""[{"id":1,"v":1},{"id":2,"v":2}]""", """[{"id":2,"v":3}]""", "changed $[0].v | changed $[0]")]
    [InlineData("""[{"id":1,"t":[1]}]""", """[{"id":1,"t":[1]},{"id":2,"t":["x"]}]""", "breaking $[1].t[0] | additive $[1]")]
    [InlineData("""[{"id":1,"o":{"x":1}}]""", """[{"id":1,"o":{"x":1}},{"id":2,"o":{}}]""", "breaking $[1].o.x | additive $[1]")]
    public void Lists_AreMatchedAndClassified(string before, string after, string expected) => Labels(after, before).Should().Be(expected);

    [Theory]
    [InlineData("""["DE","FR"]""", """["FR"]""", "breaking $[0]")]
    [InlineData("""["DE","FR"]""", """["DE","FR","IT"]""", "additive $[2]")]
    [InlineData("""["DE","FR"]""", """["FR","DE"]""", "changed $")]
    [InlineData("""["id-1","id-2"]""", """["id-2"]""", "changed $[0]")]
    [InlineData("""[{"id":1,"t":["new","old"]},{"id":2,"t":["new"]}]""", """[{"id":1,"t":["old"]},{"id":2,"t":["new"]}]""", "changed $[0].t[0]")]
    [InlineData("""{"status":"Paid"}""", """{"status":"PAID"}""", "breaking $.status")]
    [InlineData("""{"orderStatus":"in_transit"}""", """{"orderStatus":"InTransit"}""", "breaking $.orderStatus")]
    [InlineData("""{"order_status":"Paid"}""", """{"order_status":"PAID"}""", "breaking $.order_status")]
    [InlineData("""{"order-state":"Paid"}""", """{"order-state":"PAID"}""", "breaking $.order-state")]
    [InlineData("""{"status":"Paid"}""", """{"status":"Shipped"}""", "changed $.status")]
    [InlineData("""{"timeZone":"Paid"}""", """{"timeZone":"PAID"}""", "breaking $.timeZone")]
    [InlineData("""{"status":"Paid"}""", """{"status":"The order is paid."}""", "breaking $.status")]
    [InlineData("""{"estate":"House"}""", """{"estate":"HOUSE"}""", "changed $.estate")]
    [InlineData("""[{"c":"Tea"},{"c":"Tea"},{"c":"Cup"},{"c":"Cup"}]""", """[{"c":"Tea"},{"c":"Tea"},{"c":"Cup"},{"c":"Mug"}]""", "breaking $[3].c")]
    [InlineData("""[{"c":"Tea"},{"c":"Tea"},{"c":"Cup"},{"c":"Cup"}]""", """[{"c":"Tea"},{"c":"Tea"},{"c":"Cup"},{"c":"Tea"}]""", "changed $[3].c")]
    [InlineData("""[{"c":"Tea"},{"c":"Pot"},{"c":"Cup"},{"c":"Jar"}]""", """[{"c":"Tea"},{"c":"Pot"},{"c":"Cup"},{"c":"Mug"}]""", "changed $[3].c")]
    [InlineData("""[{"category":"Tea"},{"category":"Pot"},{"category":"Cup"},{"category":"Cup"}]""", """[{"category":"Tea"},{"category":"Pot"},{"category":"Cup"},{"category":"Mug"}]""", "breaking $[3].category")]
    [InlineData("""[{"category":"Tea"},{"category":"Pot"},{"category":"Cup"},{"category":"Jar"}]""", """[{"category":"Tea"},{"category":"Pot"},{"category":"Cup"},{"category":"Mug"}]""", "changed $[3].category")]
    public void Constants_AreHeld(string before, string after, string expected) => Labels(after, before).Should().Be(expected);

    [Theory]
    [InlineData("2026-11-21T03:04:19Z", "2026-11-22T03:04:19+01:00", "changed $.v")]
    [InlineData("2026-11-21T03:04:19Z", "2026-11-21T03:04:19", "breaking $.v")]
    [InlineData("2026-11-21T03:04:19Z", "2026-11-21", "breaking $.v")]
    [InlineData("2026-11-21", "21.11.2026", "breaking $.v")]
    [InlineData("2026-13-41", "soon", "changed $.v")]
    [InlineData("7f2c1d9e-3c1b-4b52-9c43-0d5f6a7b8c9d", "4711", "breaking $.v")]
    [InlineData("https://shop.example/a", "/a", "breaking $.v")]
    [InlineData("ann@shop.example", "ann", "breaking $.v")]
    [InlineData("free text", "ann@shop.example", "changed $.v")]
    public void Formats_AreHeld(string before, string after, string expected) =>
        Labels($$"""{"v":"{{after}}"}""", $$"""{"v":"{{before}}"}""").Should().Be(expected);

    [Fact]
    public void Formats_AreHeldByNewElements() =>
        Labels("""[{"id":1,"on":"2026-11-21"},{"id":2,"on":"soon"}]""", """[{"id":1,"on":"2026-11-21"}]""").Should().Be("breaking $[1].on | additive $[1]");

    [Theory]
    [InlineData(2048, "breaking $.v")]
    [InlineData(2049, "changed $.v")]
    public void VeryLongTexts_HaveNoFormat(int length, string expected) =>
        Labels("""{"v":"gone"}""", $$"""{"v":"{{"https://shop.example/".PadRight(length, 'a')}}"}""").Should().Be(expected);

    [Theory]
    [InlineData(200, 201, "breaking status")]
    [InlineData(404, 409, "breaking status")]
    [InlineData(200, 404, "breaking status")]
    [InlineData(404, 200, "breaking status")]
    [InlineData(405, 200, "additive status")]
    [InlineData(501, 204, "additive status")]
    [InlineData(405, 404, "breaking status")]
    [InlineData(405, 299, "additive status")]
    [InlineData(405, 300, "breaking status")]
    public void Statuses_AreClassified(int before, int after, string expected) =>
        Labels(Of("{}", after), new ComparisonRules(), Of("{}", before)).Should().Be(expected);

    [Fact]
    public void AnotherStatusClass_BuriesNothingUnderBodyDifferences() =>
        Labels(Of("""{"title":"no"}""", 404, "application/problem+json"), new ComparisonRules(), Of("""{"a":1}""")).Should().Be("breaking status");

    [Theory]
    [InlineData("application/json", "text/plain", "breaking headers.content-type")]
    [InlineData("application/json", "application/problem+json", "changed headers.content-type")]
    [InlineData("application/problem+json", "application/json", "breaking headers.content-type")]
    [InlineData("application/json", "application/json; charset=utf-8", "changed headers.content-type")]
    [InlineData("application/json; charset=utf-8", "Application/JSON;charset=UTF-8", "")]
    [InlineData(null, "application/json", "additive headers.content-type")]
    [InlineData("application/json", null, "breaking headers.content-type")]
    public void ContentTypes_AreClassified(string? before, string? after, string expected) =>
        Labels(Of("{}", 200, after), new ComparisonRules(), Of("{}", 200, before)).Should().Be(expected);

    [Fact]
    public void TheTypeOfALostBody_IsNoFindingOfItsOwn() =>
        Labels(Of("", 200, null), new ComparisonRules(), Of("text", 200, "text/plain")).Should().Be("breaking body | changed headers.content-type");

    [Fact]
    public void Headers_AreComparedWhenNamed()
    {
        var rules = new ComparisonRules { Headers = ["ETag", "Link", "X-New", "Content-Type"] };

        Labels(Of("{}", 200, "application/json", ("etag", "2"), ("x-new", "1"), ("date", "b")), rules, Of("{}", 200, "application/json", ("etag", "1"), ("link", "x"), ("date", "a")))
            .Should().Be("breaking headers.link | changed headers.etag | additive headers.x-new");
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nx\nc", "changed body[2]")]
    [InlineData("a\nb\nc", "a\nc", "changed body[2]")]
    [InlineData("a\nc", "a\nb\nc", "changed body[2]")]
    [InlineData("a\r\nb", "a\nb", "")]
    [InlineData("a", "", "breaking body")]
    [InlineData("", "a", "additive body")]
    [InlineData("""{"a":1}""", "oops", "breaking body")]
    [InlineData("oops", """{"a":1}""", "breaking body")]
    public void Bodies_OfOtherKinds_AreClassified(string before, string after, string expected) =>
        Labels(Of(after, 200, "text/plain"), new ComparisonRules(), Of(before, 200, "text/plain")).Should().Be(expected);

    [Fact]
    public void BinaryBodies_AreComparedByHash()
    {
        var before = Of("", 200, "image/png") with { BodyBytes = 10, BodyHash = "sha256:a" };

        Labels(before with { BodyHash = "sha256:b" }, new ComparisonRules(), before).Should().Be("changed body");
        Labels(before with { Duration = TimeSpan.Zero }, new ComparisonRules(), before).Should().BeEmpty();
    }

    [Fact]
    public void TruncatedBodies_AreSaidToBeUnknown()
    {
        var result = Compare(Of("""{"a":""") with { IsTruncated = true }, new ComparisonRules(), Of("""{"a":1}"""));

        result.IsPartial.Should().BeTrue();
        result.Differences.Should().BeEmpty();
        Compare(Of("{}"), new ComparisonRules(), Of("{}")).IsPartial.Should().BeFalse();
    }

    [Fact]
    public void FailingClasses_AreThoseThatTheRulesName()
    {
        var result = Compare(Of("""{"a":2,"b":1}"""), new ComparisonRules(), Of("""{"a":1}"""));

        result.Failing([DifferenceClass.Breaking]).Should().BeEmpty();
        result.Failing([DifferenceClass.Changed]).Should().ContainSingle().Which.Path.Should().Be("$.a");
        result.Failing([DifferenceClass.Additive, DifferenceClass.Changed]).Should().HaveCount(2);
        result.Counts.Should().BeEquivalentTo(new Dictionary<string, int> { ["changed"] = 1, ["additive"] = 1 });
    }

    [Fact]
    public void ManyDifferences_AreCountedAndNotAllKept()
    {
        var result = Compare(Of($"[{string.Join(',', Enumerable.Repeat(2, 1000))}]"), new ComparisonRules(), Of($"[{string.Join(',', Enumerable.Repeat(1, 1000))}]"));

        result.Counts["changed"].Should().Be(1000);
        result.Differences.Should().HaveCount(300);
    }

    [Theory]
    [InlineData("""{"v":1}""", """{"v":null}""", "null where a value was")]
    [InlineData("""{"v":1}""", """{"v":1.5}""", "fraction where integers were")]
    [InlineData("""{"v":"a"}""", """{"v":1.5}""", "type changed")]
    [InlineData("""{"v":1}""", """{"v":"a"}""", "type changed")]
    [InlineData("""{"v":true}""", """{"v":1}""", "type changed")]
    public void TypesThatChange_SayHow(string before, string after, string reason) =>
        Compare(Of(after), new ComparisonRules(), Of(before)).Differences.Single().Reason.Should().Be(reason);

    [Theory]
    [InlineData(200, 201, "another status of the same class")]
    [InlineData(299, 200, "another status of the same class")]
    [InlineData(200, 300, "status")]
    [InlineData(300, 299, "status")]
    [InlineData(404, 500, "status")]
    public void StatusesThatChange_SayHow(int before, int after, string reason) =>
        Compare(Of("{}", after), new ComparisonRules(), Of("{}", before)).Differences.Single().Reason.Should().Be(reason);

    [Fact]
    public void SeveralSamplesOfOneText_AreNoEvidenceOfAChoice()
    {
        const string Sample = """[{"c":"Tea"},{"c":"Tea"}]""";

        Labels("""[{"c":"Mug"},{"c":"Tea"}]""", Sample, Sample, Sample).Should().Be("changed $[0].c");
    }

    [Theory]
    [InlineData(JsonTypes.Number, JsonTypes.Integer, true)]
    [InlineData(JsonTypes.Number, JsonTypes.String, false)]
    [InlineData(JsonTypes.Integer, JsonTypes.Number, false)]
    [InlineData(JsonTypes.Integer | JsonTypes.String, JsonTypes.String, true)]
    [InlineData(JsonTypes.Null, JsonTypes.Object, true)]
    [InlineData(JsonTypes.None, JsonTypes.Array, true)]
    public void KnownTypes_AcceptWhatTheirReadersCanRead(object known, object found, bool expected) =>
        new ShapeEntry { Types = (JsonTypes)known }.Accepts((JsonTypes)found).Should().Be(expected);

    [Theory]
    [InlineData("application/json", true, "")]
    [InlineData("text/json", true, "")]
    [InlineData("application/problem+json; charset=utf-8", true, "charset=utf-8")]
    [InlineData("text/plain; A=1; b=2", false, "a=1;b=2")]
    [InlineData(null, false, "")]
    public void MediaTypes_AreTakenApart(string? value, bool isJson, string parameters)
    {
        var type = MediaType.Of(value);

        type.IsJson.Should().Be(isJson);
        type.Parameters.Should().Be(parameters);
    }

    [Fact]
    public void Flags_AreBitsOfTheirOwn()
    {
        HoldBits(Enum.GetValues<JsonTypes>().Select(value => (int)value));
        HoldBits(Enum.GetValues<StringFormats>().Select(value => (int)value));
        HoldBits(Enum.GetValues<NoiseAspect>().Select(value => (int)value));

        static void HoldBits(IEnumerable<int> values)
        {
            var bits = values.ToList();
            bits.Should().OnlyHaveUniqueItems().And.Contain(0);
            bits.Should().OnlyContain(bit => bit == 0 || int.IsPow2(bit));
        }
    }
}
