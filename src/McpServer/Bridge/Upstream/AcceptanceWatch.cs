namespace AgentSandbox.McpServer.Bridge.Upstream;

/// <summary>
/// Notices whether the host has accepted a posted message. What fails after that, for example the resumption of a
/// broken answer at a host that restarted, must not look like a call that was never taken.
/// </summary>
internal sealed class AcceptanceWatch(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _accepted;

    public bool Accepted => _accepted;

    public void Reset() => _accepted = false;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Post && response.IsSuccessStatusCode)
        {
            _accepted = true;
        }

        return response;
    }
}
