using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Credentials;

public sealed class ExecAnswerTests
{
    private const string Version = "client.authentication.k8s.io/v1";

    [Fact]
    public void Token_AndExpiry_AreRead()
    {
        var (answer, _) = ExecAnswer.Read("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t","expirationTimestamp":"2026-01-02T03:04:05Z"}}""", Version);

        answer!.Credential.Authorization.Should().Be("Bearer t"); // it was read
        answer.Expires.Should().Be(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("s3cr3t", "no JSON")]
    [InlineData("""{"token":"s3cr3t"}""", "no ExecCredential")]
    [InlineData("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"s3cr3t"}}""", "v1beta1")]
    [InlineData("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}""", "neither a token nor")]
    [InlineData("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cr3t"}}""", "only one of")]
    [InlineData("""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cr3t","clientKeyData":"s3cr3t"}}""", "cannot be used")]
    public void NonsenseIsNamed_AndNeverShown(string output, string because)
    {
        var (answer, wrong) = ExecAnswer.Read(output, Version);

        answer.Should().BeNull();
        wrong.Should().Contain(because).And.NotContain("s3cr3t");
    }
}
