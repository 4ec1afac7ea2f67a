using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Streams;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <inheritdoc cref="IKubernetesApi" />
internal sealed partial class KubernetesApi : IKubernetesApi
{
    /// <summary>Who has set a field, for server-side apply.</summary>
    public const string FieldManager = KnownNames.ManagedBy;

    private readonly ClusterConnections _connections;
    private readonly ICredentialSource _credentials;
    private readonly ApiCaller _caller;
    private readonly TimeProvider _time;
    private readonly bool _ownsConnections;

    /// <summary>Takes over connections and credentials.</summary>
    public KubernetesApi(ClusterConnections connections, ICredentialSource credentials, Impersonation? impersonation, string @namespace, string description, TimeProvider time)
        : this(connections, credentials, impersonation, @namespace, description, time, ownsConnections: true)
    {
    }

    private KubernetesApi(ClusterConnections connections, ICredentialSource credentials, Impersonation? impersonation, string @namespace, string description, TimeProvider time, bool ownsConnections)
    {
        _connections = connections;
        _credentials = credentials;
        _caller = new ApiCaller(connections, credentials, impersonation, description, time);
        _time = time;
        _ownsConnections = ownsConnections;
        Namespace = @namespace;
        Description = description;
    }

    public string Namespace { get; }

    public string Description { get; }

    public DateTimeOffset Now => _caller.Clock.Now;

    public IKubernetesApi WithToken(string token) => new KubernetesApi(
        _connections,
        FixedCredentials.Bearer(token),
        impersonation: null, // what the first user may do is not for the other one
        Namespace,
        Description,
        _time,
        ownsConnections: false);

    public void Dispose()
    {
        if (_ownsConnections)
        {
            _connections.Dispose();
            (_credentials as IDisposable)?.Dispose();
        }
    }

    public Task<Result<JsonObject>> GetAsync(ResourceKind kind, string? @namespace, string name, CancellationToken cancellationToken) =>
        _caller.AskAsync(Request(HttpMethod.Get, "get", kind, @namespace, name) with { IsRepeatable = true }, cancellationToken);

    public Task<Result<JsonObject>> CreateAsync(ResourceKind kind, JsonObject item, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, "create", kind, SpaceOf(kind, item), null, null, ("fieldManager", FieldManager));
        return _caller.AskAsync(request with { Name = item.TextAt("metadata", "name"), Body = ApiBody.Of(item) }, cancellationToken);
    }

    public Task<Result<JsonObject>> ReplaceAsync(ResourceKind kind, JsonObject item, string? subresource, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Put, "update", kind, SpaceOf(kind, item), item.Name(), subresource, ("fieldManager", FieldManager));
        return _caller.AskAsync(request with { Body = ApiBody.Of(item) }, cancellationToken);
    }

    public Task<Result<JsonObject>> PatchAsync(ResourceKind kind, string? @namespace, string name, ObjectPatch patch, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Patch, "patch", kind, @namespace, name, patch.Subresource, ("fieldManager", FieldManager));
        return _caller.AskAsync(request with { Body = ApiBody.Of(patch.Body), ContentType = ApiBody.TypeOf(patch.Kind) }, cancellationToken);
    }

    public Task<Result<JsonObject>> ApplyAsync(ResourceKind kind, JsonObject item, bool force, bool isDryRun, CancellationToken cancellationToken)
    {
        var request = Request(
            HttpMethod.Patch,
            "patch",
            kind,
            SpaceOf(kind, item),
            item.Name(),
            null,
            ("fieldManager", FieldManager),
            ("force", force),
            ("dryRun", isDryRun ? "All" : null));
        return _caller.AskAsync(request with { Body = ApiBody.Of(item), ContentType = ApiBody.Apply, IsRepeatable = true }, cancellationToken);
    }

    public async Task<Result<Done>> DeleteAsync(ResourceKind kind, string? @namespace, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        // Without a precondition a repetition could meet a later object of the same name.
        var isBound = options.Uid is not null || options.Version is not null;
        var request = Request(HttpMethod.Delete, "delete", kind, @namespace, name) with { Body = ApiBody.Of(options), IsRepeatable = isBound };
        var result = await _caller.AskAsync(request, cancellationToken);
        return result.IsSuccess || IsGone(result.Failure, kind, name, options) ? new Done() : result.Failure;
    }

    public async Task<Result<bool>> MayAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        var result = await ReviewAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", ApiBody.Review(question), cancellationToken);
        return result.IsSuccess ? result.Value.FlagAt("status", "allowed") : result.Failure;
    }

    public Task<Result<JsonObject>> ReadAsync(string path, CancellationToken cancellationToken) =>
        _caller.AskAsync(new ApiRequest { Method = HttpMethod.Get, Path = path, Verb = "get", IsRepeatable = true }, cancellationToken);

    public Task<Result<JsonObject>> ReviewAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        _caller.AskAsync(new ApiRequest { Method = HttpMethod.Post, Path = path, Verb = "create", Body = ApiBody.Of(body), IsRepeatable = true }, cancellationToken);

    public async Task<Result<Stream>> OpenLogsAsync(string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var request = Request(
            HttpMethod.Get,
            "get",
            ResourceKinds.Pods,
            @namespace,
            pod,
            "log",
            ("container", options.Container),
            ("follow", options.Follow),
            ("previous", options.Previous),
            ("timestamps", options.Timestamps),
            ("sinceTime", options.Since),
            ("tailLines", options.TailLines),
            ("limitBytes", options.LimitBytes));
        var opened = await _caller.OpenAsync(request with { IsRepeatable = true }, cancellationToken);
        return opened.IsSuccess
            ? new AnswerStream(opened.Value, await opened.Value.Content.ReadAsStreamAsync(cancellationToken))
            : opened.Failure;
    }

    public Task<Result<Stream>> OpenPortAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) =>
        PortForward.OpenAsync(
            _caller,
            Request(HttpMethod.Get, "get", ResourceKinds.Pods, @namespace, pod, "portforward", ("ports", port)),
            port,
            cancellationToken);

    private static ApiRequest Request(
        HttpMethod method,
        string verb,
        ResourceKind kind,
        string? @namespace,
        string? name,
        string? subresource = null,
        params IEnumerable<(string, object?)> query) => new()
        {
            Method = method,
            Path = ApiPaths.Of(kind, @namespace, name, subresource) + ApiPaths.Query(query),
            Verb = verb,
            Kind = kind,
            Namespace = kind.IsNamespaced ? @namespace : null,
            Name = name,
            Subresource = subresource,
        };

    /// <summary>True when the very object is not there: neither it, nor one of its name under another identity.</summary>
    private static bool IsGone(SandboxFailure failure, ResourceKind kind, string name, DeleteOptions options) => failure.Code switch
    {
        FailureCodes.ObjectNotFound => failure.Message.Contains($" {kind} \"{name}\"", StringComparison.Ordinal)
            || failure.Message.Contains($" {kind.Plural} \"{name}\"", StringComparison.Ordinal),
        FailureCodes.ObjectChanged => options.Uid is not null && IsOfAnother(failure.Message),
        _ => false,
    };

    /// <summary>The server has two ways to say that the UID is another one, before and after it looked into its storage.</summary>
    private static bool IsOfAnother(string message) =>
        message.Contains("the UID in the precondition", StringComparison.Ordinal) || message.Contains("UID in precondition", StringComparison.Ordinal);

    private string? SpaceOf(ResourceKind kind, JsonObject item) => kind.IsNamespaced ? item.TextAt("metadata", "namespace") ?? Namespace : null;
}
