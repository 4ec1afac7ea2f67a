using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>One cluster, with one user's rights. Safe for concurrent use.</summary>
/// <remarks>
/// Every call has a time limit of its own, retries what may be retried (429 and 5xx with <c>Retry-After</c>, lost
/// connections of calls that change nothing), and fails with a code of <see cref="FailureCodes"/>: <c>cluster_unreachable</c>,
/// <c>cluster_busy</c>, <c>credentials_refused</c>, <c>forbidden</c>, <c>object_not_found</c>, <c>object_changed</c>,
/// <c>object_exists</c>, <c>cluster_refused</c>. A namespace that is null means the cluster's objects, or all namespaces.
/// </remarks>
internal interface IKubernetesApi : IDisposable
{
    /// <summary>The namespace that the user's context names.</summary>
    string Namespace { get; }

    /// <summary>For messages: the context, or that the program runs inside the cluster.</summary>
    string Description { get; }

    /// <summary>The API server's clock, by which programs on several machines agree on what is old; this machine's before the first answer.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The same cluster for another user, known by a bearer token. It shares connections, not credentials.</summary>
    IKubernetesApi WithToken(string token);

    Task<Result<JsonObject>> GetAsync(ResourceKind kind, string? @namespace, string name, CancellationToken cancellationToken);

    /// <summary>All objects, page by page.</summary>
    Task<Result<ObjectList>> ListAsync(ResourceKind kind, string? @namespace, ListOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Follows changes after a version until the server ends the watch, which is normal and no failure. The first item is a
    /// bookmark of that version, as soon as the server follows. A failure is the last item; <c>object_changed</c> means that
    /// the version is too old (410) and that a new list is needed.
    /// </summary>
    IAsyncEnumerable<Result<WatchEvent>> WatchAsync(ResourceKind kind, string? @namespace, string version, ListOptions options, CancellationToken cancellationToken);

    /// <summary>Creates an object from a body with apiVersion, kind and metadata.</summary>
    Task<Result<JsonObject>> CreateAsync(ResourceKind kind, JsonObject item, CancellationToken cancellationToken);

    /// <summary>Replaces an object; with its <c>resourceVersion</c>, only when nobody has changed it since.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="item">The whole object.</param>
    /// <param name="subresource">Such as <c>status</c>; null for the object itself.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Result<JsonObject>> ReplaceAsync(ResourceKind kind, JsonObject item, string? subresource, CancellationToken cancellationToken);

    Task<Result<JsonObject>> PatchAsync(ResourceKind kind, string? @namespace, string name, ObjectPatch patch, CancellationToken cancellationToken);

    /// <summary>Server-side apply under the field manager <c>agent-sandbox</c>.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="item">The fields that we want.</param>
    /// <param name="force">Takes fields from other managers; without it a conflict is <c>object_changed</c> that names them.</param>
    /// <param name="isDryRun">Nothing is stored.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<Result<JsonObject>> ApplyAsync(ResourceKind kind, JsonObject item, bool force, bool isDryRun, CancellationToken cancellationToken);

    /// <summary>Deletes an object; one that is gone already is a success.</summary>
    Task<Result<Done>> DeleteAsync(ResourceKind kind, string? @namespace, string name, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>The output of a container; the stream ends with it, or follows it.</summary>
    Task<Result<Stream>> OpenLogsAsync(string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken);

    /// <summary>One connection to a port of a pod, over a WebSocket of its own, with the user's right to port-forward.</summary>
    /// <remarks>
    /// It opens before the node connects to the pod: that nothing listens there is an <see cref="IOException"/> of the first
    /// reading. The end of our writing is not told to the pod before the stream is disposed of. A cancelled reading or
    /// writing ends the connection.
    /// </remarks>
    Task<Result<Stream>> OpenPortAsync(string @namespace, string pod, int port, CancellationToken cancellationToken);

    /// <summary>Whether the user may do something; the answer is the API server's.</summary>
    Task<Result<bool>> MayAsync(AccessQuestion question, CancellationToken cancellationToken);

    /// <summary>Reads any other path of the API, such as <c>/version</c> or <c>/apis</c>.</summary>
    Task<Result<JsonObject>> ReadAsync(string path, CancellationToken cancellationToken);

    /// <summary>Posts a review such as a TokenReview, whose answer is an object that is not stored.</summary>
    Task<Result<JsonObject>> ReviewAsync(string path, JsonObject body, CancellationToken cancellationToken);
}
