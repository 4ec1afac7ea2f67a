namespace AgentSandbox.Orchestration.Recording;

/// <summary>One request with its response as it may be written anywhere.</summary>
/// <param name="Start">When the request arrived.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="Entry">An entry of a HAR file, as JSON.</param>
internal sealed record RedactedExchange(DateTimeOffset Start, string Service, string Entry);
