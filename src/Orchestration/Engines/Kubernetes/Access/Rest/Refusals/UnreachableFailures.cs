using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;

/// <summary>Failures of the way to the API.</summary>
internal sealed class UnreachableFailures(ClusterEndpoint endpoint, string description)
{
    private string Server => endpoint.ToString();

    public static AttemptEnd EndOf(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => AttemptEnd.NeverSent,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError } => AttemptEnd.Hopeless,
        JsonException => AttemptEnd.Hopeless,
        _ => AttemptEnd.Lost,
    };

    public SandboxFailure TimedOut(ApiRequest request, TimeSpan limit) =>
        Create($"{Server} ({description}) did not answer within {limit.TotalSeconds} s, asked to {request}.", "Check the network to the cluster, then try again.");

    public SandboxFailure From(ApiRequest request, Exception exception)
    {
        var inner = exception.GetBaseException();
        if (exception is JsonException)
        {
            return Create($"{Server} ({description}) did not answer {request} with a Kubernetes object: {inner.Message}", "Check the address of the cluster and any proxy in between.");
        }

        if (inner is AuthenticationException || exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
        {
            return Create($"No secure connection to {Server} ({description}) came about: {inner.Message}", "Check that the context has the cluster's present CA and the name that its certificate is for.", isRetryable: false);
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                Create($"The name of {Server} ({description}) was not found: {Fact(inner)}", "Check the context's address and the name servers of this machine."),
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                Create($"The proxy does not lead to {Server} ({description}): {Fact(inner)}", "Check \"proxy-url\" of the context, or HTTPS_PROXY and NO_PROXY."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                Create($"{Server} ({description}) does not take connections: {Fact(inner)}", "Check that the cluster runs and that this is the right context (kubectl config current-context)."),
            _ => Create($"The connection to {Server} ({description}) was lost, asked to {request}: {Fact(inner)}", "Look at the state of what was to be changed, then try again."),
        };
    }

    public SandboxFailure Create(string message, string hint, bool isRetryable = true) => new()
    {
        Code = FailureCodes.ClusterUnreachable,
        Category = FailureCategory.Environment,
        Message = message.EndsWith('.') ? message : message + ".",
        Hint = hint,
        Retryable = isRetryable,
    };

    private static string Fact(Exception exception) => exception is SocketException socket ? $"{socket.Message} ({socket.SocketErrorCode})" : exception.Message;
}
