using AgentSandbox.McpServer.Bridge.Upstream;
using AgentSandbox.McpServer.Protocol;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>
/// Sends a request of the agent to the host that is responsible for it. A request that the host surely has not
/// executed is sent once more, to the host as the connector finds it then; any other loss is told, not repeated.
/// </summary>
internal sealed partial class CallForwarder(
    IHostConnector connector, WorkspaceResolver workspace, UpstreamPool pool, ILogger<CallForwarder> logger)
{
    /// <exception cref="HostUnavailableException">There is no host.</exception>
    /// <exception cref="HostLostException">The host was lost while it may have been executing the request.</exception>
    public async Task<TResult> ForwardAsync<TParams, TResult>(
        RequestContext<TParams> context, string name, string? worktree, TParams parameters, CancellationToken cancellationToken)
        where TParams : RequestParams
        where TResult : Result
    {
        var call = new BridgeCall { Name = name, Worktree = worktree, Workspace = await workspace.ResolveAsync(context.Server, cancellationToken) };
        parameters.Meta = CallMeta.Create(context.Params?.Meta, call.Workspace, context.Server.ClientInfo, context.Params?.ProgressToken is not null);
        var endpoint = await connector.ConnectAsync(call, cancellationToken);
        try
        {
            return await SendAsync<TParams, TResult>(context, endpoint, parameters, cancellationToken);
        }
        catch (Exception e) when (Delivery.IsSurelyNotExecuted(e) && !cancellationToken.IsCancellationRequested)
        {
            LogRetry(logger, endpoint, name, e.Message);
        }

        await pool.ForgetAsync(endpoint);
        endpoint = await connector.ConnectAsync(call with { Failed = endpoint }, cancellationToken);
        try
        {
            return await SendAsync<TParams, TResult>(context, endpoint, parameters, cancellationToken);
        }
        catch (Exception e) when (Delivery.IsSurelyNotExecuted(e) && !cancellationToken.IsCancellationRequested)
        {
            LogRefused(logger, e, endpoint, name);
            throw new HostUnavailableException(
                HostUnavailableException.NotAnswering,
                $"'{name}' was not executed: the host at {endpoint} does not accept calls, also after it was looked up again.",
                "Run 'agent-sandbox host status' in the repository; 'agent-sandbox host restart' replaces the host and keeps the sandboxes.");
        }
    }

    private async Task<TResult> SendAsync<TParams, TResult>(
        RequestContext<TParams> context, HostEndpoint endpoint, TParams parameters, CancellationToken cancellationToken)
        where TParams : RequestParams
        where TResult : Result
    {
        UpstreamClient? client = null;
        try
        {
            client = await pool.RentAsync(UpstreamKind.For(endpoint, context.Server.ClientCapabilities), cancellationToken);
            var result = await client.SendAsync<TParams, TResult>(
                context.JsonRpcRequest.Method, parameters, new OngoingCall(context.Server, context.Params?.ProgressToken), cancellationToken);
            await pool.ReturnAsync(client);
            client = null;
            return result;
        }
        catch (Exception e) when (Delivery.IsLost(e) && !cancellationToken.IsCancellationRequested && !Delivery.IsSurelyNotExecuted(e))
        {
            await pool.ForgetAsync(endpoint);

            // Without a session there was no call: to be treated like a refused connection.
            throw client is null
                ? new HttpRequestException(HttpRequestError.ConnectionError, "The host did not answer the handshake.", e)
                : new HostLostException("was lost during the call", e);
        }
        catch (HostLostException)
        {
            await pool.ForgetAsync(endpoint);
            throw;
        }
        catch (ModelContextProtocol.McpProtocolException) when (client is not null)
        {
            // The host answered; with an error, but the session is sound.
            await pool.ReturnAsync(client);
            client = null;
            throw;
        }
        finally
        {
            if (client is not null)
            {
                await client.DisposeAsync();
            }
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Host {Endpoint} did not take the call of {Tool} ({Reason}); looking for the host again")]
    private static partial void LogRetry(ILogger logger, HostEndpoint endpoint, string tool, string reason);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Host {Endpoint} did not take the repeated call of {Tool} either")]
    private static partial void LogRefused(ILogger logger, Exception exception, HostEndpoint endpoint, string tool);
}
