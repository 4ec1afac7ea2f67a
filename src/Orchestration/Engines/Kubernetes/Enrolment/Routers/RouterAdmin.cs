using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Installing;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Enrolment.Routers;

/// <summary>Asks a router pod where it listens, through a port-forward to its admin port: routers have no right to write that anywhere.</summary>
internal sealed class RouterAdmin(IKubernetesApi api)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public async Task<Result<RouterListening>> AskAsync(string @namespace, string pod, CancellationToken cancellationToken)
    {
        SandboxFailure? notOpened = null;
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var opened = await api.OpenPortAsync(@namespace, pod, Programs.AdminPort, token);
                notOpened = opened.Failure;
                return opened.IsSuccess ? opened.Value : throw new IOException("The port-forward was refused.");
            },
        };
        using var client = new HttpClient(handler) { Timeout = s_limit };
        try
        {
            var text = await client.GetStringAsync(new Uri("http://router/listening"), cancellationToken);
            return Read(text) is { } listening ? listening : Unanswered(pod, "its answer is of another version");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return notOpened ?? Unanswered(pod, e is OperationCanceledException ? $"no answer came within {s_limit.TotalSeconds:0} s" : e.Message);
        }
    }

    /// <summary>Null for anything but <c>{"ports":[20001],"inFlight":0}</c>.</summary>
    internal static RouterListening? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject answer && answer["ports"] is JsonArray ports
                ? new RouterListening(ports.Select(port => port.NumberAt()).OfType<int>().ToHashSet(), answer.NumberAt("inFlight") ?? answer.NumberAt("connections") ?? 0)
                : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static SandboxFailure Unanswered(string pod, string fact) => new()
    {
        Code = FailureCodes.RoutersNotListening,
        Category = FailureCategory.Environment,
        Message = $"The router pod '{pod}' does not say where it listens: {fact}.",
        Hint = "Routers of an older version follow with 'agent-sandbox install --apply'; then run the same command again.",
        Retryable = true,
    };
}
