namespace AgentSandbox.Router;

/// <summary>What a service speaks on its port.</summary>
public enum ServiceProtocol
{
    /// <summary>HTTP/1.1, with WebSocket and server-sent events.</summary>
    Http,

    /// <summary>HTTP/2 with prior knowledge and without TLS, as gRPC uses it.</summary>
    H2c,

    /// <summary>Any bytes; passed through to the baseline, never routed by key.</summary>
    Tcp,
}
