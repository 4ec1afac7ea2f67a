using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.UnitTests.Serving;

/// <summary>A cluster that knows tokens, and nothing else.</summary>
internal sealed class ReviewingCluster : IKubernetesApi
{
    private readonly Dictionary<string, string> _users;
    private readonly string? _token;

    public ReviewingCluster(Dictionary<string, string> users)
        : this(users, null, [])
    {
    }

    private ReviewingCluster(Dictionary<string, string> users, string? token, List<string> asked)
    {
        _users = users;
        _token = token;
        Asked = asked;
    }

    /// <summary>The tokens that were asked about, in order.</summary>
    public List<string> Asked { get; }

    public string Namespace => "shop";

    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    public string Description => "a cluster of tokens";

    public IKubernetesApi WithToken(string token) => new ReviewingCluster(_users, token, Asked);

    public Task<Result<JsonObject>> ReviewAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        Asked.Add(_token ?? throw new InvalidOperationException("The server has no credentials of its own to use."));
        return Task.FromResult<Result<JsonObject>>(_users.TryGetValue(_token, out var user)
            ? new JsonObject { ["status"] = new JsonObject { ["userInfo"] = new JsonObject { ["username"] = user } } }
            : new SandboxFailure { Code = FailureCodes.CredentialsRefused, Category = FailureCategory.User, Message = "unknown", Hint = "none" });
    }

    public Task<Result<JsonObject>> GetAsync(ResourceKind kind, string? @namespace, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<ObjectList>> ListAsync(ResourceKind kind, string? @namespace, ListOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<Result<WatchEvent>> WatchAsync(ResourceKind kind, string? @namespace, string version, ListOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<JsonObject>> CreateAsync(ResourceKind kind, JsonObject item, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<JsonObject>> ReplaceAsync(ResourceKind kind, JsonObject item, string? subresource, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<JsonObject>> PatchAsync(ResourceKind kind, string? @namespace, string name, ObjectPatch patch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<JsonObject>> ApplyAsync(ResourceKind kind, JsonObject item, bool force, bool isDryRun, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Done>> DeleteAsync(ResourceKind kind, string? @namespace, string name, DeleteOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Stream>> OpenLogsAsync(string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Stream>> OpenPortAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<bool>> MayAsync(AccessQuestion question, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<JsonObject>> ReadAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
