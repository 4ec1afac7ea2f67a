using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Requests;

/// <summary>Sends a request to the router in front of a service.</summary>
internal interface IServiceClient
{
    /// <summary>Sends it and reads a bounded part of the answer.</summary>
    /// <param name="router">The router's address for the service.</param>
    /// <param name="request">What to send.</param>
    /// <param name="headers">Headers on top of the request's own: key and identifiers.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<Result<ObservedResponse>> SendAsync(Uri router, RoutedRequest request, IReadOnlyDictionary<string, string> headers, CancellationToken cancellationToken);
}
