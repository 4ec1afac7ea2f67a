using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <content>Lists and watches.</content>
internal sealed partial class KubernetesApi
{
    /// <summary>So often a list that takes longer than the server keeps its version begins anew before it is read in one piece.</summary>
    private const int MaxRestarts = 2;
    private const int WatchSeconds = 290;
    private const int WatchJitterSeconds = 60;
    private static readonly TimeSpan s_watchGrace = TimeSpan.FromSeconds(30);

    public async Task<Result<ObjectList>> ListAsync(ResourceKind kind, string? @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        for (var restarts = 0; ; restarts++)
        {
            var result = await ListOnceAsync(kind, @namespace, options, restarts < MaxRestarts ? options.PageSize : 0, cancellationToken);
            if (result.IsSuccess || result.Failure.Code != FailureCodes.ObjectChanged || restarts >= MaxRestarts)
            {
                return result;
            }
        }
    }

    public async IAsyncEnumerable<Result<WatchEvent>> WatchAsync(
        ResourceKind kind,
        string? @namespace,
        string version,
        ListOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seconds = WatchSeconds + Random.Shared.Next(WatchJitterSeconds); // so that not all watches end at once
        var request = Request(
            HttpMethod.Get,
            "watch",
            kind,
            @namespace,
            null,
            null,
            ("watch", true),
            ("resourceVersion", version),
            ("allowWatchBookmarks", true),
            ("timeoutSeconds", seconds),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector));
        var opened = await _caller.OpenAsync(request with { IsRepeatable = true }, cancellationToken);
        if (!opened.IsSuccess)
        {
            yield return opened.Failure;
            yield break;
        }

        // Says that the server follows; without it nobody could tell a watch that is open from one that is not yet.
        yield return new WatchEvent(WatchEventKind.Bookmark, new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version } });
        using var answer = opened.Value;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds) + s_watchGrace, _time);
        await using var reader = new WatchReader(await answer.Content.ReadAsStreamAsync(cancellationToken), request, _caller.Unreachable, Description);
        while (await reader.NextAsync(limit.Token, cancellationToken) is { } next)
        {
            yield return next;
            if (!next.IsSuccess)
            {
                yield break;
            }
        }
    }

    private async Task<Result<ObjectList>> ListOnceAsync(ResourceKind kind, string? @namespace, ListOptions options, int pageSize, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        string? after = null;
        while (true)
        {
            var request = Request(
                HttpMethod.Get,
                "list",
                kind,
                @namespace,
                null,
                null,
                ("limit", pageSize > 0 ? pageSize : null),
                ("continue", after),
                ("labelSelector", options.LabelSelector),
                ("fieldSelector", options.FieldSelector));
            var page = await _caller.AskAsync(request with { IsRepeatable = true }, cancellationToken);
            if (!page.IsSuccess)
            {
                return page.Failure;
            }

            items.AddRange(Take(page.Value, kind));
            after = page.Value.TextAt("metadata", "continue");
            if (string.IsNullOrEmpty(after))
            {
                return new ObjectList(items, page.Value.TextAt("metadata", "resourceVersion") ?? "");
            }
        }
    }

    /// <summary>Takes the items out of a page; the server writes their kind only once, for the list.</summary>
    private static IEnumerable<JsonObject> Take(JsonObject page, ResourceKind kind)
    {
        if (page.At("items") is not JsonArray array)
        {
            yield break;
        }

        var nodes = array.ToList();
        array.Clear();
        foreach (var item in nodes.OfType<JsonObject>())
        {
            if (item.TextAt("kind") is null)
            {
                item["apiVersion"] = kind.ApiVersion;
                item["kind"] = kind.Kind;
            }

            yield return item;
        }
    }
}
