using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>The objects of one kind as they were last seen: a list that a watch keeps current, made anew whenever the watch is lost.</summary>
internal interface IObjectCache : IAsyncDisposable
{
    /// <summary>The objects, in no order. They are shared: nobody may change them.</summary>
    IReadOnlyCollection<JsonObject> Items { get; }

    /// <summary>True once a whole list was seen. It stays true while the API is away: what was seen last still counts.</summary>
    bool IsComplete { get; }

    /// <summary>True while a watch is open, so that what is seen is what there is.</summary>
    bool IsCurrent { get; }

    /// <summary>Called after a change with the object's new state, or its last state when it is gone. Set before the first change is awaited.</summary>
    Action<WatchEvent>? Changed { get; set; }

    JsonObject? Find(string? @namespace, string name);

    /// <summary>Ends when a whole list was seen, or with the failure that will not pass by itself (a missing right, refused credentials).</summary>
    Task<Result<Done>> WhenCompleteAsync(CancellationToken cancellationToken);

    /// <summary>A task that ends at the next change of any object.</summary>
    Task WhenChanged();

    /// <summary>Takes a state that a write of ours has answered, so that a later reading does not go back behind it.</summary>
    void Observe(JsonObject item);
}
