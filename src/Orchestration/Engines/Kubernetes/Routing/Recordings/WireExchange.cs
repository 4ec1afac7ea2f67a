namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Recordings;

/// <summary>One request with its response, redacted.</summary>
/// <param name="Start">By the router's clock.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="Entry">An entry of a HAR file, as JSON.</param>
internal sealed record WireExchange(DateTimeOffset Start, string Service, string Entry);
