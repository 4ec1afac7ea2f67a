namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>A table as it is sent.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Json">The whole answer, written once for all routers.</param>
internal sealed record PublishedTable(TableVersion Version, byte[] Json);
