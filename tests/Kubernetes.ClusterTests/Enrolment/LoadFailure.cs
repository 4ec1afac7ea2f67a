using System.Globalization;

namespace AgentSandbox.Kubernetes.ClusterTests.Enrolment;

/// <summary>A request of a load that was not answered as it must be.</summary>
/// <param name="At">When, since the load began.</param>
/// <param name="IsKept">It was one of a client that keeps its connection.</param>
/// <param name="IsRefused">Nothing listened at the address to which the cluster sent the connection: no program has had the request.</param>
/// <param name="What">The answer, or what went wrong.</param>
internal sealed record LoadFailure(TimeSpan At, bool IsKept, bool IsRefused, string What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds:0.000} s{(IsKept ? ", kept connection" : "")}: {What}");
}
