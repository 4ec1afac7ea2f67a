using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Makes calls as one user: credentials, limits, repetition, and failures in the words of this program.</summary>
internal sealed class ApiCaller(ClusterConnections connections, ICredentialSource credentials, Impersonation? impersonation, string description, TimeProvider time)
{
    private const int MaxErrorBytes = 64 * 1024;
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(30);

    public ClusterConnections Connections => connections;

    public ServerClock Clock { get; } = new(time);

    public UnreachableFailures Unreachable { get; } = new(connections.Endpoint, description);

    /// <summary>A call whose answer is one object.</summary>
    public Task<Result<JsonObject>> AskAsync(ApiRequest request, CancellationToken cancellationToken) =>
        CallAsync(() => Message(request), request, ReadObjectAsync, cancellationToken);

    /// <summary>A call whose answer is a stream; the limit ends with its headers. The caller disposes of the answer.</summary>
    public Task<Result<HttpResponseMessage>> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        OpenUpgradeAsync(() => Message(request), request, cancellationToken);

    /// <summary>The same for a message that asks for another protocol.</summary>
    public Task<Result<HttpResponseMessage>> OpenUpgradeAsync(Func<HttpRequestMessage> message, ApiRequest request, CancellationToken cancellationToken) =>
        CallAsync(message, request, (response, _) => Task.FromResult<Result<HttpResponseMessage>>(response), cancellationToken);

    public HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, connections.Endpoint.At(request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        message.Headers.Accept.ParseAdd("application/json, */*;q=0.5");
        message.Headers.UserAgent.ParseAdd("agent-sandbox");
        return message;
    }

    private async Task<Result<T>> CallAsync<T>(
        Func<HttpRequestMessage> message,
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, Task<Result<T>>> read,
        CancellationToken cancellationToken)
    {
        var isRenewed = false;
        for (var number = 1; ; number++)
        {
            var credential = await credentials.GetAsync(cancellationToken);
            if (!credential.IsSuccess)
            {
                return credential.Failure;
            }

            var attempt = await TryAsync(message(), request, credential.Value, read, cancellationToken);
            if (attempt.End == AttemptEnd.UnknownUser && !isRenewed && credentials.Refuse(credential.Value))
            {
                isRenewed = true;
                continue;
            }

            if (RetryRules.Pause(attempt.End, number, request.IsRepeatable, attempt.RetryAfter, Random.Shared.NextDouble()) is not { } pause)
            {
                return attempt.Result;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<Attempt<T>> TryAsync<T>(
        HttpRequestMessage message,
        ApiRequest request,
        Credential credential,
        Func<HttpResponseMessage, CancellationToken, Task<Result<T>>> read,
        CancellationToken cancellationToken)
    {
        Authorize(message, credential);
        using var limit = new CancellationTokenSource(s_answerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? response = null;
        var isAnswered = false;
        try
        {
            response = await connections.For(credential.Certificate).SendAsync(message, either.Token);
            Clock.Note(response);
            isAnswered = true;
            connections.Counts.Add(request, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            if ((int)response.StatusCode >= 300)
            {
                return await RefusedAsync<T>(request, response, credential, either.Token);
            }

            var result = await read(response, either.Token);
            response = result.Value is HttpResponseMessage ? null : response; // now the caller's
            return new Attempt<T>(AttemptEnd.Answered, result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new Attempt<T>(AttemptEnd.Hopeless, Unreachable.TimedOut(request, limit.IsCancellationRequested ? s_answerLimit : ClusterConnections.ConnectLimit));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return new Attempt<T>(UnreachableFailures.EndOf(exception), Unreachable.From(request, exception));
        }
        finally
        {
            if (!isAnswered)
            {
                connections.Counts.Add(request, ApiRequestCounts.NoAnswer);
            }

            response?.Dispose();
            message.Dispose();
        }
    }

    private void Authorize(HttpRequestMessage message, Credential credential)
    {
        connections.Address(message.Headers);
        if (credential.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in impersonation?.Headers() ?? [])
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static async Task<Result<JsonObject>> ReadObjectAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken) as JsonObject ?? throw new JsonException("The answer is no object.");
    }

    private async Task<Attempt<T>> RefusedAsync<T>(ApiRequest request, HttpResponseMessage response, Credential credential, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(response, cancellationToken);
        var status = ApiStatus.Parse((int)response.StatusCode, text);
        var wanted = RetryAfter(response) ?? (status.Details.NumberAt("retryAfterSeconds") is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var end = (int)response.StatusCode switch
        {
            401 => AttemptEnd.UnknownUser,
            429 => AttemptEnd.Throttled,
            500 or 502 or 503 or 504 => AttemptEnd.Broken,
            _ => AttemptEnd.Answered,
        };
        return new Attempt<T>(end, StatusFailures.From(request, status, credential, description, wanted, time.GetUtcNow()), wanted);
    }

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxErrorBytes];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
