using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating;

/// <summary>The cluster for as long as this replica is the elected one: then nothing more is written, also by steps that nobody cancels.</summary>
/// <param name="inner">The cluster.</param>
/// <param name="elected">Fires when the lease is lost.</param>
internal sealed class ElectedApi(IKubernetesApi inner, CancellationToken elected) : IKubernetesApi
{
    private static readonly SandboxFailure s_over = new()
    {
        Code = FailureCodes.ClusterBusy,
        Category = FailureCategory.Environment,
        Message = "This replica is no longer the elected one, so it writes nothing.",
        Hint = "Nothing to do: the elected one goes on.",
        Retryable = true,
    };

    public string Namespace => inner.Namespace;

    public string Description => inner.Description;

    public DateTimeOffset Now => inner.Now;

    public IKubernetesApi WithToken(string token) => new ElectedApi(inner.WithToken(token), elected);

    public Task<Result<JsonObject>> GetAsync(ResourceKind kind, string? @namespace, string name, CancellationToken cancellationToken) => inner.GetAsync(kind, @namespace, name, cancellationToken);

    public Task<Result<ObjectList>> ListAsync(ResourceKind kind, string? @namespace, ListOptions options, CancellationToken cancellationToken) => inner.ListAsync(kind, @namespace, options, cancellationToken);

    public IAsyncEnumerable<Result<WatchEvent>> WatchAsync(ResourceKind kind, string? @namespace, string version, ListOptions options, CancellationToken cancellationToken) =>
        inner.WatchAsync(kind, @namespace, version, options, cancellationToken);

    public Task<Result<JsonObject>> CreateAsync(ResourceKind kind, JsonObject item, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.CreateAsync(kind, item, token), cancellationToken);

    public Task<Result<JsonObject>> ReplaceAsync(ResourceKind kind, JsonObject item, string? subresource, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.ReplaceAsync(kind, item, subresource, token), cancellationToken);

    public Task<Result<JsonObject>> PatchAsync(ResourceKind kind, string? @namespace, string name, ObjectPatch patch, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.PatchAsync(kind, @namespace, name, patch, token), cancellationToken);

    public Task<Result<JsonObject>> ApplyAsync(ResourceKind kind, JsonObject item, bool force, bool isDryRun, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.ApplyAsync(kind, item, force, isDryRun, token), cancellationToken);

    public Task<Result<Done>> DeleteAsync(ResourceKind kind, string? @namespace, string name, DeleteOptions options, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.DeleteAsync(kind, @namespace, name, options, token), cancellationToken);

    public Task<Result<Stream>> OpenLogsAsync(string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken) => inner.OpenLogsAsync(@namespace, pod, options, cancellationToken);

    public Task<Result<Stream>> OpenPortAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) => inner.OpenPortAsync(@namespace, pod, port, cancellationToken);

    public Task<Result<bool>> MayAsync(AccessQuestion question, CancellationToken cancellationToken) => inner.MayAsync(question, cancellationToken);

    public Task<Result<JsonObject>> ReadAsync(string path, CancellationToken cancellationToken) => inner.ReadAsync(path, cancellationToken);

    public Task<Result<JsonObject>> ReviewAsync(string path, JsonObject body, CancellationToken cancellationToken) => inner.ReviewAsync(path, body, cancellationToken);

    /// <summary>The cluster itself belongs to the program, which goes on.</summary>
    public void Dispose()
    {
    }

    /// <summary>A write that waits for its repetition when the lease is lost is given up; one that is on its way has been sent before.</summary>
    private async Task<Result<T>> WriteAsync<T>(Func<CancellationToken, Task<Result<T>>> writeAsync, CancellationToken cancellationToken)
    {
        if (elected.IsCancellationRequested)
        {
            return s_over;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(elected, cancellationToken);
        try
        {
            return await writeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return s_over;
        }
    }
}
