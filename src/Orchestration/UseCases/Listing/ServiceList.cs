using AgentSandbox.Orchestration.Engines;

namespace AgentSandbox.Orchestration.UseCases.Listing;

/// <summary>The services of the baseline.</summary>
/// <param name="Baseline">What the baseline runs.</param>
/// <param name="Services">Those that match, ordered by name.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Forks">Sandboxes that fork a service, by service.</param>
public sealed record ServiceList(
    BaselineInfo Baseline, IReadOnlyList<BaselineService> Services, int Total, IReadOnlyDictionary<string, IReadOnlyList<string>> Forks)
{
    /// <summary>Things that everybody should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
