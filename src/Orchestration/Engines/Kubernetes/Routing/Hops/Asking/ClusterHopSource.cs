using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Wire;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Proof;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Hops.Asking;

/// <summary>The records of a namespace's routers, asked at one of them.</summary>
/// <param name="http">Reaches the router, by port-forward or directly.</param>
/// <param name="router">The address of its hops.</param>
/// <param name="tokenOf">Reads the hop token of the sandbox that a key belongs to, with the user's own rights.</param>
/// <param name="time">The clock of limits.</param>
internal sealed class ClusterHopSource(
    HttpMessageInvoker http, Uri router, Func<RoutingKey, CancellationToken, Task<Result<string>>> tokenOf, TimeProvider time) : IHopSource
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RoutingKey, ClusterForkAnswers> _answers = new();

    public async Task<Result<IHopWatch>> WatchAsync(HopQuery query, CancellationToken cancellationToken)
    {
        if (query.Key is not { } key)
        {
            return NoSandbox();
        }

        var token = await tokenOf(key, cancellationToken);
        if (!token.IsSuccess)
        {
            return token.Failure;
        }

        var wanted = new WireWatch { RequestId = query.RequestId, TraceId = query.TraceId, Key = key.Value, Carried = query.Carried?.Value, OwnsKey = query.OwnsKey };
        var body = JsonSerializer.SerializeToUtf8Bytes(wanted, HopJson.Default.WireWatch);
        var taken = await AskAsync(HttpMethod.Post, "watches", body, token.Value, TimeSpan.Zero, HopJson.Default.WireWatching, cancellationToken);
        return taken.IsSuccess
            ? Result<IHopWatch>.Success(new ClusterHopWatch(this, taken.Value.Id, token.Value))
            : taken.Failure;
    }

    public async Task<long> ForkAnswersAsync(RoutingKey key, CancellationToken cancellationToken)
    {
        var counts = _answers.GetOrAdd(key, _ => new ClusterForkAnswers());
        var token = await tokenOf(key, cancellationToken);
        if (!token.IsSuccess)
        {
            return counts.Count;
        }

        var told = await AskAsync(HttpMethod.Get, $"forkAnswers?key={key}", null, token.Value, TimeSpan.Zero, HopJson.Default.WireForkAnswers, cancellationToken);
        return told.IsSuccess ? counts.Take(told.Value) : counts.Count;
    }

    public void Forget(RoutingKey key) => _answers.TryRemove(key, out _);

    public Task<Result<WireHops>> GatherAsync(string id, string token, TimeSpan wait, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"watches/{id}?waitIdleMs={(long)wait.TotalMilliseconds}"), null, token, wait, HopJson.Default.WireHops, cancellationToken);

    /// <summary>Ends a watch; one that cannot be ended ends by itself.</summary>
    public async Task EndAsync(string id, string token)
    {
        using var limit = new CancellationTokenSource(s_endLimit, time);
        try
        {
            await AskAsync(HttpMethod.Delete, $"watches/{id}", null, token, TimeSpan.Zero, HopJson.Default.WireHops, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits longer for that.
        }
    }

    private static SandboxFailure NoSandbox() => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = "In a cluster, what routers record is shown only to who may read the sandbox that it is about, and no sandbox is named.",
        Hint = "Pass the name of a sandbox; one without forks shows the baseline.",
    };

    private static SandboxFailure NoRight(string message) => new()
    {
        Code = FailureCodes.Forbidden,
        Category = FailureCategory.User,
        Message = message,
        Hint = "Ask with the name of a sandbox whose secret you may read.",
    };

    private async Task<Result<T>> AskAsync<T>(HttpMethod method, string resource, byte[]? body, string token, TimeSpan wait, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_limit + wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(router, "/v1/" + resource));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NoContent))
            {
                return await RefusedAsync(response, either.Token);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var value = response.StatusCode == HttpStatusCode.NoContent ? default : await JsonSerializer.DeserializeAsync(stream, type, either.Token);
            return value is null ? Failed("it answered nothing") : value;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed(exception is OperationCanceledException ? "it did not answer in time" : exception.Message);
        }
    }

    private static async Task<SandboxFailure> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Forbidden)
        {
            return NoRight("The routers do not take the sandbox's hop token; the sandbox may have ended or been made anew.");
        }

        var reason = await response.Content.ReadAsStringAsync(cancellationToken);
        return Failed($"it answered {(int)response.StatusCode}: {(reason.Length > 300 ? reason[..300] : reason).Trim()}");
    }

    private static SandboxFailure Failed(string fact) => new()
    {
        Code = FailureCodes.RequestFailed,
        Category = FailureCategory.Environment,
        Message = $"The router could not be asked for hops: {fact.TrimEnd('.')}.",
        Hint = "See whether the router pods of the namespace run, then try again.",
        Retryable = true,
    };
}
