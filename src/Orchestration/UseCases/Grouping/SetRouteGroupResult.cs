using AgentSandbox.Orchestration.Groups;

namespace AgentSandbox.Orchestration.UseCases.Grouping;

/// <summary>How a route group stands when the answer is given.</summary>
/// <param name="State">The group; null when there is none any more.</param>
public sealed record SetRouteGroupResult(RouteGroupState? State);
