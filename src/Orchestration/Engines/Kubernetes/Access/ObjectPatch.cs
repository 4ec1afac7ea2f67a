using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access;

/// <summary>A change of parts of an object.</summary>
/// <param name="Kind">How to read the body.</param>
/// <param name="Body">The patch. A <c>metadata.resourceVersion</c> in it makes it depend on that version.</param>
/// <param name="Subresource">Such as <c>status</c>; null for the object itself.</param>
internal sealed record ObjectPatch(PatchKind Kind, JsonNode Body, string? Subresource = null);
