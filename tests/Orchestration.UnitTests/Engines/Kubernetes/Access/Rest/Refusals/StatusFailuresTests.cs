using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Rest.Refusals;

public sealed class StatusFailuresTests
{
    private static readonly ApiRequest s_list = new() { Method = HttpMethod.Get, Path = "/api/v1/namespaces/shop/pods", Verb = "list", Kind = ResourceKinds.Pods, Namespace = "shop", IsRepeatable = true };
    private static readonly ApiRequest s_create = s_list with { Method = HttpMethod.Post, Verb = "create", Name = "orders", IsRepeatable = false };

    [Fact]
    public void MissingRight_IsNamedPrecisely()
    {
        var failure = Read(s_list, 403, """{"kind":"Status","reason":"Forbidden","message":"pods is forbidden: User \"system:serviceaccount:shop:jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"","details":{"kind":"pods"},"code":403}""");

        failure.Code.Should().Be(FailureCodes.Forbidden);
        failure.Message.Should().Be("The user \"system:serviceaccount:shop:jane\" may not list pods in namespace \"shop\".");
        failure.Hint.Should().Contain("\"kubectl auth can-i list pods -n shop\"");
    }

    [Fact]
    public void MissingRight_ToASubresourceOfAGroup_HasItsCommand()
    {
        var request = s_list with { Verb = "patch", Kind = ResourceKinds.Deployments, Name = "orders" };

        var failure = Read(request, 403, """{"kind":"Status","reason":"Forbidden","message":"deployments.apps \"orders\" is forbidden: User \"jane\" cannot patch resource \"deployments/scale\" in API group \"apps\" in the namespace \"shop\"","code":403}""");

        failure.Hint.Should().Contain("\"kubectl auth can-i patch deployments.apps/orders --subresource=scale -n shop\"");
    }

    [Fact]
    public void MissingRight_InTheWholeCluster_SaysSo() =>
        Read(s_list, 403, """{"kind":"Status","reason":"Forbidden","message":"nodes is forbidden: User \"jane\" cannot list resource \"nodes\" in API group \"\" at the cluster scope","code":403}""")
            .Message.Should().Be("The user \"jane\" may not list nodes in the whole cluster.");

    [Fact]
    public void MissingRightToAPath_HasItsCommand() =>
        Read(s_list, 403, """{"kind":"Status","reason":"Forbidden","message":"forbidden: User \"jane\" cannot get path \"/metrics\"","code":403}""")
            .Hint.Should().Contain("kubectl auth can-i get /metrics");

    [Theory]
    [InlineData("""pods \"orders\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=4, limited: pods=4""")]
    [InlineData("""admission webhook \"guard.acme.test\" denied the request: no""")]
    public void RefusedByAPolicy_IsNoMissingRight(string message)
    {
        var failure = Read(s_create, 403, $$"""{"kind":"Status","reason":"Forbidden","message":"{{message}}","code":403}""");

        failure.Code.Should().Be(FailureCodes.ClusterRefused);
        failure.Message.Should().Contain(message.Replace("\\", "", StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownUser_SaysWhatWasShown_AndThatACertificateEnded()
    {
        var failure = Read(s_list, 401, """{"kind":"Status","reason":"Unauthorized","message":"Unauthorized","code":401}""");

        failure.Code.Should().Be(FailureCodes.CredentialsRefused);
        failure.Message.Should().Contain("it refused a token or password").And.NotContain("s3cr3t");
    }

    [Fact]
    public void MissingObject_IsNamed() =>
        Read(s_list, 404, """{"kind":"Status","reason":"NotFound","message":"pods \"orders\" not found","details":{"name":"orders","kind":"pods"},"code":404}""")
            .Should().BeEquivalentTo(new { Code = FailureCodes.ObjectNotFound, Message = "The cluster has no pods \"orders\" in namespace \"shop\"." });

    [Fact]
    public void MissingNamespace_IsNamed() =>
        Read(s_create, 404, """{"kind":"Status","reason":"NotFound","message":"namespaces \"shop\" not found","details":{"name":"shop","kind":"namespaces"},"code":404}""")
            .Message.Should().Be("The cluster has no namespaces \"shop\".");

    [Theory]
    [InlineData("404 page not found\n")]
    [InlineData("""{"kind":"Status","reason":"NotFound","message":"the server could not find the requested resource","details":{},"code":404}""")]
    public void MissingKind_SaysWhatToInstall(string body)
    {
        var failure = Read(s_list with { Kind = ResourceKinds.Sandboxes }, 404, body);

        failure.Message.Should().Be("The cluster has no kind RoutedSandbox (agentsandbox.dev/v1alpha1).");
        failure.Hint.Should().Contain("agent-sandbox install");
    }

    [Theory]
    [InlineData(409, "AlreadyExists", FailureCodes.ObjectExists, false)]
    [InlineData(409, "Conflict", FailureCodes.ObjectChanged, true)]
    [InlineData(410, "Expired", FailureCodes.ObjectChanged, true)]
    [InlineData(429, "TooManyRequests", FailureCodes.ClusterBusy, true)]
    [InlineData(503, "ServiceUnavailable", FailureCodes.ClusterBusy, true)]
    [InlineData(413, "RequestEntityTooLarge", FailureCodes.ClusterRefused, false)]
    public void Status_HasItsCode(int status, string reason, string code, bool isRetryable) =>
        Read(s_create, status, $$"""{"kind":"Status","reason":"{{reason}}","message":"m","code":{{status}}}""")
            .Should().BeEquivalentTo(new { Code = code, Retryable = isRetryable });

    [Fact]
    public void Invalid_TellsItsCausesFieldByField()
    {
        var failure = Read(s_create, 422, """{"kind":"Status","reason":"Invalid","message":"Pod is invalid","details":{"causes":[{"field":"spec.containers","message":"Required value"},{"field":"metadata.name","message":"Invalid value"}]},"code":422}""");

        failure.Code.Should().Be(FailureCodes.ClusterRefused);
        failure.Evidence.Should().Equal("spec.containers: Required value", "metadata.name: Invalid value");
    }

    [Fact]
    public void ConflictOfApply_NamesTheFields() =>
        Read(s_create, 409, """{"kind":"Status","reason":"Conflict","message":"Apply failed with 1 conflict","details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\"","field":".spec.replicas"}]},"code":409}""")
            .Evidence.Should().Equal(".spec.replicas: conflict with \"kubectl\"");

    private static SandboxFailure Read(ApiRequest request, int code, string body) =>
        StatusFailures.From(request, ApiStatus.Parse(code, body), new Credential("Bearer s3cr3t", null), "context \"x\"", null, DateTimeOffset.UnixEpoch);
}
