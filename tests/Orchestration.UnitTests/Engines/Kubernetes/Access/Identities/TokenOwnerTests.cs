using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Identities;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Identities;

public sealed class TokenOwnerTests
{
    [Theory]
    [InlineData("""{"iss":"x","sub":"system:serviceaccount:shop:jane"}""", "system:serviceaccount:shop:jane")]
    [InlineData("""{"sub":"jürgen@team.example"}""", "jürgen@team.example")]
    public void SubjectOfAJsonWebToken_IsRead(string payload, string expected) => TokenOwner.OfToken(Token(payload)).Should().Be(expected);

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.!!.c")]
    public void AnyOtherToken_IsToldFromOthers_AndTellsNothing(string token)
    {
        var name = TokenOwner.OfToken(token);

        name.Should().StartWith("token-").And.HaveLength("token-".Length + 12);
        name.Should().NotBe(TokenOwner.OfToken(token + "x"));
        name["token-".Length..].Should().NotContain(token);
    }

    [Theory]
    [InlineData("""{"sub":1}""")]
    [InlineData("""{"iss":"x"}""")]
    [InlineData("""[1]""")]
    public void TokenWithoutASubject_CountsAsAnyOther(string payload) => TokenOwner.OfToken(Token(payload)).Should().StartWith("token-");

    private static string Token(string payload) => $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.sig";
}
