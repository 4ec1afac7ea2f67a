using System.Text.Json;
using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Comparison.Paths;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.UnitTests.Comparison;

public sealed class ValueTextTests
{
    private static readonly DocumentPath s_path = DocumentPath.Root("$").Member("v");

    [Theory]
    [InlineData("\"a\"", "\"a\"")]
    [InlineData("1.50", "1.50")]
    [InlineData("{\"a\": \"ü+<\"}", "{\"a\":\"ü+<\"}")]
    public void Values_AreShownPlainly(string json, string expected) => Show(s_path, json).Should().Be(expected);

    [Fact]
    public void Nothing_IsAbsent() => ValueText.Show(s_path, null, text => text).Should().Be("(absent)");

    [Fact]
    public void LongValues_AreCutAfterRedaction()
    {
        var shown = Show(s_path, JsonSerializer.Serialize(new string('a', 110) + "topsecret" + new string('b', 50)));

        shown.Should().Contain("[redac").And.NotContain("tops").And.EndWith("…");
        shown.Length.Should().Be(121);
    }

    [Theory]
    [InlineData(118, "\"")]
    [InlineData(119, "…")]
    public void Values_AreCutOnlyWhenTheyAreTooLong(int length, string end) =>
        Show(s_path, JsonSerializer.Serialize(new string('a', length))).Should().EndWith("a" + end);

    [Fact]
    public void ASecretWithEscapes_IsFoundInAnObject() => Show(s_path, """{"a":"top\u002Bse\"cret"}""", "top+se").Should().Contain("[redacted]").And.NotContain("top");

    [Theory]
    [InlineData("password")]
    [InlineData("apiKey")]
    public void MembersWithSecretNames_AreHidden(string name)
    {
        Show(DocumentPath.Root("$").Member(name), "\"hunter2\"").Should().Be(Redactor.Replacement);
        Show(DocumentPath.Root("$").Member(name).Element(0), "12345").Should().Be(Redactor.Replacement);
        Show(DocumentPath.Root("$").Member(name), "null").Should().Be("null");
    }

    [Fact]
    public void APairOfSurrogates_IsNotCutApart() =>
        Show(s_path, JsonSerializer.Serialize(new string('a', 118) + "😀bbbbbb")).Should().Be("\"" + new string('a', 118) + "…");

    private static string Show(DocumentPath path, string json, string secret = "topsecret") =>
        ValueText.Show(path, JsonSerializer.Deserialize<JsonElement>(json), text => text.Replace(secret, "[redacted]", StringComparison.Ordinal));
}
