using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Router;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment;

/// <summary>Decides what is spoken on a port of a Service.</summary>
/// <param name="Protocol">The router's protocol.</param>
/// <param name="IsAssumed">True when nothing on the Service says it.</param>
internal readonly record struct PortProtocol(ServiceProtocol Protocol, bool IsAssumed)
{
    private static readonly int[] s_httpPorts = [80, 3000, 5000, 8000, 8080];
    private static readonly int[] s_tcpPorts = [443, 1433, 1521, 2379, 3306, 4222, 5432, 5671, 5672, 6379, 6443, 8443, 9042, 9092, 11211, 26257, 27017];

    /// <summary>By what was said at the enrolment; <c>appProtocol</c>; the name's first word; a well-known number.</summary>
    /// <remarks>Treating TCP as HTTP breaks it, treating HTTP as TCP merely leaves it unrouted; so an unknown one is assumed to be TCP, and said.</remarks>
    public static PortProtocol Of(JsonObject port, ServiceProtocol? said) =>
        (said ?? ByWord(port.TextAt("appProtocol")) ?? ByWord(FirstWord(port.TextAt("name"))), port.NumberAt("port")) switch
        {
            ({ } declared, _) => new PortProtocol(declared, false),
            (_, { } number) when s_tcpPorts.Contains(number) => new PortProtocol(ServiceProtocol.Tcp, false),
            (_, { } number) when s_httpPorts.Contains(number) || IsHttpName(port) => new PortProtocol(ServiceProtocol.Http, false),
            _ => new PortProtocol(ServiceProtocol.Tcp, true),
        };

    private static bool IsHttpName(JsonObject port) => FirstWord(port.TextAt("targetPort")) is "http" or "web";

    private static ServiceProtocol? ByWord(string? word) => word?.ToLowerInvariant() switch
    {
        "http" or "web" or "ws" or "grpc-web" or "kubernetes.io/ws" => ServiceProtocol.Http,
        "http2" or "h2c" or "grpc" or "kubernetes.io/h2c" => ServiceProtocol.H2c,
        "tcp" or "https" or "tls" or "wss" or "kubernetes.io/wss" or "mongo" or "mysql" or "redis" or "postgres" or "postgresql" or "amqp" or "kafka" or "sql" => ServiceProtocol.Tcp,
        _ => null,
    };

    private static string? FirstWord(string? name) => name is null ? null : name.StartsWith("grpc-web", StringComparison.Ordinal) ? "grpc-web" : name.Split('-')[0];
}
