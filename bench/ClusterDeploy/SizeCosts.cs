namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>Both ways for one size of the baseline, medians of the repetitions.</summary>
/// <param name="Services">How many services there are.</param>
/// <param name="Sandbox">A sandbox with one fork.</param>
/// <param name="Namespace">A namespace with all of them again.</param>
internal sealed record SizeCosts(int Services, IReadOnlyList<Cost> Sandbox, IReadOnlyList<Cost> Namespace)
{
    public static double Median(IReadOnlyList<Cost> costs, Func<Cost, double> of) => new Spread([.. costs.Select(of)]).Median;
}
