using System.Net;
using AgentSandbox.Router.Carriers;

namespace AgentSandbox.Router;

/// <summary>Limits, time-outs and choices of a router.</summary>
public sealed class RouterOptions
{
    /// <summary>Where listeners are opened: this machine alone, unless the router runs in a pod of its own.</summary>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>Carriers of other tools that are read besides our own two (<c>sd-routing-key</c>, <c>okteto-divert</c> …). At most 16.</summary>
    public IList<Carrier> ForeignCarriers { get; } = [];

    /// <summary>Which requests get forwarded headers.</summary>
    public ForwardedHeadersPolicy ForwardedHeaders { get; set; } = ForwardedHeadersPolicy.KeyedRequests;

    /// <summary>The longest wait for a connection to an upstream. More than zero.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait for the head of a response, from the last byte of the request. More than zero.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest silence in a body, a stream or an upgraded connection, in both directions. More than zero.</summary>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest silence in a tcp connection, in both directions; pools keep such connections open. More than zero.</summary>
    public TimeSpan TcpIdleTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The longest wait for a dormant baseline to start. More than zero.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest time for a client to send the head of a request. More than zero.</summary>
    public TimeSpan RequestHeadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an unused client connection stays open. More than zero.</summary>
    public TimeSpan ClientIdleTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long an unused upstream connection is kept. More than zero; below the 5 s after which Node closes its side.</summary>
    public TimeSpan UpstreamIdleTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long listeners wait for requests in flight when they end. Zero or more.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What <c>Retry-After</c> says in answers with 503. At least one second.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The largest request body, in bytes; null for no limit. gRPC streams have none.</summary>
    public long? MaxRequestBodyBytes { get; set; } = 1L << 30;

    /// <summary>The largest request head without its first line, in bytes. 1 KiB to 1 MiB.</summary>
    public int MaxRequestHeadBytes { get; set; } = 64 * 1024;

    /// <summary>The longest request line, in bytes. 1 KiB to 1 MiB.</summary>
    public int MaxRequestLineBytes { get; set; } = 16 * 1024;

    /// <summary>The largest response head, in KiB. 1 to 1024.</summary>
    public int MaxResponseHeadKilobytes { get; set; } = 64;

    /// <summary>The most client connections of one listener. At least 1.</summary>
    public int MaxClientConnections { get; set; } = 4096;

    /// <summary>The most connections to one upstream. At least 1.</summary>
    public int MaxUpstreamConnections { get; set; } = 4096;

    /// <summary>The most concurrent streams of one HTTP/2 client connection. At least 1.</summary>
    public int MaxStreamsPerConnection { get; set; } = 1000;

    /// <summary>How many hops are kept for <see cref="Hops.HopStore.Recent"/>. 16 to 1,048,576.</summary>
    public int RecentHops { get; set; } = 4096;

    /// <summary>How many hops one registered request may have before it counts as overflowed. At least 1.</summary>
    public int MaxHopsPerCapture { get; set; } = 1000;

    /// <summary>How many requests may be registered at once; further ones overflow from the start. At least 1.</summary>
    public int MaxCaptures { get; set; } = 256;

    /// <summary>How long the trace of a keyed request is remembered, to recognise requests that lost their key. More than zero.</summary>
    public TimeSpan TraceMemory { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many such traces are remembered. At least 1.</summary>
    public int MaxTraces { get; set; } = 16 * 1024;
}
