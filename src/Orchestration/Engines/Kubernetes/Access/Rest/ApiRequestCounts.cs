using System.Collections.Concurrent;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Counts calls of a cluster by verb, kind and answer, each try on its own. Safe for concurrent use.</summary>
internal sealed class ApiRequestCounts
{
    /// <summary>Stands for the code of a call that got no answer.</summary>
    public const string NoAnswer = "error";

    private readonly ConcurrentDictionary<(string Verb, string Kind, string Code), long> _counts = new();

    public void Add(ApiRequest request, string code) => _counts.AddOrUpdate((request.Verb, KindOf(request), code), 1, (_, count) => count + 1);

    /// <summary>The counts, in a fixed order.</summary>
    public IReadOnlyList<(string Verb, string Kind, string Code, long Count)> Read() =>
        [.. _counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Verb, pair.Key.Kind, pair.Key.Code, pair.Value))];

    /// <summary>Paths have names in them, of which there is no end; so what has no kind counts by its last word alone where it is a review.</summary>
    private static string KindOf(ApiRequest request) => request switch
    {
        { Kind: { } kind, Subresource: { } part } => $"{kind.Plural}/{part}",
        { Kind: { } kind } => kind.Plural,
        { Verb: "create" } => request.Path[(request.Path.LastIndexOf('/') + 1)..],
        _ => "other",
    };
}
