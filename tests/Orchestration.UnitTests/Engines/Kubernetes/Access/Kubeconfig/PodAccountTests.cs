using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.UnitTests.Engines.Kubernetes.Access.Kubeconfig;

public sealed class PodAccountTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pod_HasAddressNamespaceAndToken()
    {
        var options = Account();

        var api = KubernetesAccess.InCluster(options).Value!; // it is a pod

        api.Namespace.Should().Be("shop");
        api.Description.Should().Be("the cluster around this pod");
        PodAccount.Read(options, new KubeconfigProblems())!.Endpoint.Server.Should().Be(new Uri("https://[fd00::1]:443/")); // it is a pod
    }

    [Fact]
    public void NoKubeconfigInAPod_MeansThePodsAccount() =>
        KubernetesAccess.Open(Account()).Value!.Description.Should().Be("the cluster around this pod"); // it is a pod

    [Fact]
    public void OnlyWhoTakesThePodsAccount_IsInsideTheCluster()
    {
        var options = Account();

        KubernetesAccess.IsInside(options).Should().BeTrue();
        KubernetesAccess.IsInside(options with { KubeconfigPath = "/elsewhere" }).Should().BeFalse("its cluster may be another one");
        KubernetesAccess.IsInside(options with { ServiceAccountFolder = "/nowhere" }).Should().BeFalse();
    }

    [Fact]
    public void NoPod_SaysWhatIsMissing_AllAtOnce()
    {
        var failure = KubernetesAccess.InCluster(new KubernetesAccessOptions { Environment = _folder.Environment, ServiceAccountFolder = "/nowhere" }).Failure!; // it is none

        failure.Code.Should().Be(FailureCodes.KubeconfigInvalid);
        failure.Evidence.Should().HaveCount(3);
    }

    private KubernetesAccessOptions Account()
    {
        var (certificate, _) = KubeconfigFolder.Pair();
        _folder.Write("account/ca.crt", certificate);
        _folder.Write("account/namespace", "shop\n");
        var token = _folder.Write("account/token", "t");
        _folder.Environment["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        _folder.Environment["KUBERNETES_SERVICE_PORT"] = "443";
        return new KubernetesAccessOptions { Environment = _folder.Environment, ServiceAccountFolder = Path.GetDirectoryName(token)! }; // it is in a folder
    }
}
