using AgentSandbox.Orchestration.Engines;
using AgentSandbox.Orchestration.Recording;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Listing;

/// <summary>Lists the services of the baseline, how they are and who forks them.</summary>
public sealed class ListServices
{
    private readonly IBaseline _baseline;
    private readonly ISandboxStore _store;

    internal ListServices(IBaseline baseline, ISandboxStore store)
    {
        _baseline = baseline;
        _store = store;
    }

    /// <summary>Recordings that the list tells of.</summary>
    internal Recordings? Recordings { get; init; }

    /// <summary>Returns the services whose name or folder contains the query. Starts nothing.</summary>
    /// <param name="query">Text to look for; null for all.</param>
    /// <param name="cancellationToken">Cancels the look at the repository.</param>
    public async Task<ServiceList> ExecuteAsync(string? query, CancellationToken cancellationToken)
    {
        var services = _baseline.Services;
        var matching = services
            .Where(service => query is null
                || service.Name.Contains(query, StringComparison.OrdinalIgnoreCase)
                || service.Source?.Contains(query, StringComparison.OrdinalIgnoreCase) == true)
            .ToList();
        var forks = _store.List()
            .Where(record => record.Spec.Deletion is null)
            .SelectMany(record => record.Spec.Forks.Keys.Select(service => (service, record.Spec.Id.Value)))
            .GroupBy(pair => pair.service, pair => pair.Value)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group]);
        return new ServiceList(await _baseline.DescribeAsync(cancellationToken), matching, services.Count, forks) { Notes = [.. RecordingNotes.Of(Recordings)] };
    }
}
