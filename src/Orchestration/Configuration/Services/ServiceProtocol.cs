namespace AgentSandbox.Orchestration.Configuration.Services;

/// <summary>What a service speaks on its port.</summary>
public enum ServiceProtocol
{
    /// <summary>HTTP/1.1, WebSocket and server-sent events included.</summary>
    Http,

    /// <summary>HTTP/2 with prior knowledge and without TLS, as gRPC speaks it.</summary>
    H2c,

    /// <summary>Bytes that are passed through unrouted.</summary>
    Tcp,
}
