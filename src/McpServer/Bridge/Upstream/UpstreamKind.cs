using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>What a connection to a host depends on: the host, and which questions the agent's client can be asked.</summary>
internal sealed record UpstreamKind(HostEndpoint Endpoint, bool Form, bool Url)
{
    public static UpstreamKind For(HostEndpoint endpoint, ClientCapabilities? capabilities)
    {
        var elicitation = capabilities?.Elicitation;

        // An empty capability is how clients before 2025-11-25 say that they can show forms.
        return new UpstreamKind(endpoint, elicitation is not null && (elicitation.Form is not null || elicitation.Url is null), elicitation?.Url is not null);
    }

    public ClientCapabilities ToCapabilities() => new()
    {
        Elicitation = Form || Url
            ? new ElicitationCapability { Form = Form ? new FormElicitationCapability() : null, Url = Url ? new UrlElicitationCapability() : null }
            : null,
    };
}
