using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>A resource as the bridge serves it: listed from the registry, read from the host.</summary>
internal sealed class ForwardingResource(McpServerResource inner, CallForwarder forwarder) : DelegatingMcpServerResource(inner)
{
    public override async ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await forwarder.ForwardAsync<ReadResourceRequestParams, ReadResourceResult>(
                request, RequestMethods.ResourcesRead, null, new ReadResourceRequestParams { Uri = request.Params?.Uri ?? "" }, cancellationToken);
        }
        catch (HostUnavailableException e)
        {
            throw new McpProtocolException($"{e.Code}: {e.Message} {e.Hint}", McpErrorCode.InternalError);
        }
        catch (HostLostException e)
        {
            throw new McpProtocolException($"{HostLostException.Code}: {e.Message} Read the resource again.", McpErrorCode.InternalError);
        }
    }
}
