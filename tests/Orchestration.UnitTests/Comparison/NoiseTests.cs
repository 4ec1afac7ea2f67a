using AgentSandbox.Orchestration.Plans.Steps.Comparing;
using AgentSandbox.Orchestration.Secrets;
using static AgentSandbox.Orchestration.UnitTests.Comparison.Answers;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class NoiseTests
{
    [Fact]
    public void ValuesThatVary_AreNoise() => Labels("""{"id":"c","n":1}""", """{"id":"a","n":1}""", """{"id":"b","n":1}""").Should().Be("noise $.id");

    [Fact]
    public void ANoisyValue_HidesNoOtherType() => Labels("""{"id":3}""", """{"id":"a"}""", """{"id":"b"}""").Should().Be("breaking $.id");

    [Fact]
    public void ANoisyValue_HidesNoLostFormat() =>
        Labels("""{"at":"now"}""", """{"at":"2026-11-21T03:04:19Z"}""", """{"at":"2026-11-21T03:04:20Z"}""").Should().Be("breaking $.at");

    [Fact]
    public void ANoisyValue_HidesNoRemoval() => Labels("""{}""", """{"id":"a"}""", """{"id":"b"}""").Should().Be("breaking $.id");

    [Fact]
    public void TypesThatWereSeen_AreNotBreaking() => Labels("""{"v":"x"}""", """{"v":"a"}""", """{"v":1}""").Should().Be("noise $.v");

    [Fact]
    public void FieldsThatComeAndGo_AreNoise()
    {
        Labels("""{"a":1}""", """{"a":1}""", """{"a":1,"o":1}""").Should().Be("noise $.o");
        Labels("""{"a":1,"o":1}""", """{"a":1,"o":1}""", """{"a":1}""").Should().Be("noise $.o");
    }

    [Fact]
    public void OneElementsNoise_IsThatOfAll() =>
        Labels("""[{"id":1,"s":1},{"id":2,"s":9}]""", """[{"id":1,"s":1},{"id":2,"s":1}]""", """[{"id":1,"s":2},{"id":2,"s":1}]""").Should().Be("noise $[*].s");

    [Fact]
    public void ElementsThatVary_AreNoise_AndTheirShapeIsHeldAllTheSame()
    {
        Labels("""[{"id":3,"v":1},{"id":5,"v":1}]""", """[{"id":1,"v":1},{"id":2,"v":1}]""", """[{"id":2,"v":1},{"id":3,"v":1}]""").Should().Be("noise $[*]");
        Labels("""[{"id":3,"v":1},{"id":4}]""", """[{"id":1,"v":1},{"id":2,"v":1}]""", """[{"id":2,"v":1},{"id":3,"v":1}]""").Should().Contain("breaking $[1].v").And.NotContain("additive");
    }

    [Fact]
    public void OrderThatVaries_IsNoise() => Labels("""["b","c","a"]""", """["a","b","c"]""", """["b","a","c"]""").Should().Be("noise $");

    [Theory]
    [InlineData("[1,2,3,4]", "[1,2,3]", "breaking $")]
    [InlineData("[1,2]", "[1]", "noise $")]
    [InlineData("[]", "[1]", "noise $")]
    public void AListThatVaries_MayBecomeEmpty_OnlyWhenItIsShort(string first, string second, string expected) => Labels("[]", first, second).Should().Be(expected);

    [Fact]
    public void AListThatWasEmptyElsewhere_MayBeEmpty() => Labels("""[{"id":1,"t":[]},{"id":2,"t":[]}]""", """[{"id":1,"t":[1]},{"id":2,"t":[]}]""").Should().Be("changed $[0].t");

    [Fact]
    public void MapsWithGeneratedKeys_AreComparedAsMaps()
    {
        Labels("""{"m":{"103":{"v":1}}}""", """{"m":{"101":{"v":1}}}""", """{"m":{"102":{"v":1}}}""").Should().Be("noise $.m.*");
        Labels("""{"m":{"103":{}}}""", """{"m":{"101":{"v":1}}}""", """{"m":{"102":{"v":1}}}""").Should().Be("breaking $.m['103'].v | noise $.m.*");
        Labels("""{"m":{}}""", """{"m":{"101":{"v":1}}}""").Should().Be("changed $.m['101']");
    }

    [Fact]
    public void LinesThatVaryByNumbers_AreNoise() =>
        Labels(Of("up 9\nfine", 200, "text/plain"), new ComparisonRules(), Of("up 7\nfine", 200, "text/plain"), Of("up 8\nfine", 200, "text/plain")).Should().Be("noise body[*]");

    [Fact]
    public void OtherLines_AreNoNoise() =>
        Labels(Of("up 9\nbroken", 200, "text/plain"), new ComparisonRules(), Of("up 7\nfine", 200, "text/plain"), Of("up 8\nfine", 200, "text/plain")).Should().Be("changed body[2] | noise body[*]");

    [Fact]
    public void HeadersThatVary_AreNoise() =>
        Labels(Of("{}", 200, null, ("etag", "3")), new ComparisonRules { Headers = ["etag", "age"] }, Of("{}", 200, null, ("etag", "1"), ("age", "1")), Of("{}", 200, null, ("etag", "2")), Of("{}", 200, null, ("etag", "2"), ("age", "1")))
            .Should().Be("noise headers.etag | noise headers.age");

    [Fact]
    public void RecordedSecrets_AreNoDifference()
    {
        Labels("""{"v":"hunter2"}""", """{"v":"[redacted]"}""").Should().Be("noise $.v");
        Labels("""{"v":12}""", """{"v":"[redacted]"}""").Should().Be("noise $.v");
    }

    [Fact]
    public void AChoiceThatVaries_IsNotHeld() =>
        Labels("""[{"c":"X"},{"c":"A"},{"c":"A"},{"c":"B"}]""", """[{"c":"A"},{"c":"A"},{"c":"B"},{"c":"B"}]""", """[{"c":"B"},{"c":"A"},{"c":"A"},{"c":"B"}]""").Should().NotContain("breaking");

    [Fact]
    public void ANoisyConstant_HidesNoOtherSpelling()
    {
        Labels("""{"status":"PAID"}""", """{"status":"Paid"}""", """{"status":"Held"}""").Should().Be("breaking $.status");
        Labels("""{"status":"Sent"}""", """{"status":"Paid"}""", """{"status":"Held"}""").Should().Be("noise $.status");
    }

    [Fact]
    public void LearnedPaths_AreNamed() =>
        Compare(Of("""{"a":3}"""), new ComparisonRules(), Of("""{"a":1}"""), Of("""{"a":2}""")).NoisyPaths.Should().Equal("$.a");

    [Fact]
    public void HeadersThatComeAndGo_AreNoiseEitherWay()
    {
        var rules = new ComparisonRules { Headers = ["x-cache"] };
        var (with, without) = (Of("{}", 200, "application/json", ("x-cache", "hit")), Of("{}"));

        Labels(with, rules, without, with, without).Should().Be("noise headers.x-cache");
        Labels(without, rules, with, without, with).Should().Be("noise headers.x-cache");
    }

    [Fact]
    public void BodiesThatComeAndGo_AreNoiseEitherWay()
    {
        var (with, without) = (Of("text", 200, "text/plain"), Of("", 200, "text/plain"));

        Labels(without, new ComparisonRules(), with, without, with).Should().Be("noise body");
        Labels(with, new ComparisonRules(), without, with, without).Should().Be("noise body");
    }

    [Fact]
    public void RecordedBodyWithoutItsSecrets_MayBeOfAnotherKind() =>
        Labels(Of("""{"token":"live"}""", 200, "text/plain"), new ComparisonRules(), Of("token=" + Redactor.Replacement, 200, "text/plain")).Should().Be("noise body");
}
