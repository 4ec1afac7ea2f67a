using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Events;

/// <summary>Something that happened to an object, for people who describe it.</summary>
/// <param name="About">The object.</param>
/// <param name="Kind">Whether somebody should look.</param>
/// <param name="Reason">What happened, in one word of UpperCamelCase.</param>
/// <param name="Message">What happened, in a sentence.</param>
internal sealed record ObjectEvent(JsonObject About, ObjectEventKind Kind, string Reason, string Message);
