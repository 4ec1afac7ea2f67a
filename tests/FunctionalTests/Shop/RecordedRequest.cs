namespace AgentSandbox.FunctionalTests.Shop;

/// <summary>A request as it arrived at a service, before the service saw it.</summary>
internal sealed record RecordedRequest(string Service, string Path, string? Baggage, string? TraceParent);
