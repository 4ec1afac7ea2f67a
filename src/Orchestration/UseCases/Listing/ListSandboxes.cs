using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UseCases.Listing;

/// <summary>Lists sandboxes. Listing renews no lease and looks at no tree.</summary>
public sealed class ListSandboxes
{
    private readonly ISandboxStore _store;

    internal ListSandboxes(ISandboxStore store) => _store = store;

    /// <summary>Returns one page.</summary>
    /// <param name="request">Which one.</param>
    public SandboxList Execute(ListSandboxesRequest request)
    {
        var matching = _store.List().Where(record => Matches(record, request)).ToList();
        var rest = matching.Where(record => request.After is null || string.CompareOrdinal(record.Spec.Id.Value, request.After) > 0).ToList();
        var page = rest.Take(request.Limit).Select(SandboxViews.Brief).ToList();
        return new SandboxList(page, matching.Count, rest.Count > page.Count ? page[^1].Record.Spec.Id.Value : null);
    }

    private static bool Matches(SandboxRecord record, ListSandboxesRequest request) =>
        (request.Mine is null || record.Spec.Owner == request.Mine.Owner)
        && (request.Query is null || Texts(record).Any(text => text.Contains(request.Query, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(SandboxRecord record) =>
        [record.Spec.Id.Value, record.Spec.Branch ?? string.Empty, record.Spec.Owner.Tree, record.Spec.Description ?? string.Empty, .. record.Spec.Forks.Keys];
}
