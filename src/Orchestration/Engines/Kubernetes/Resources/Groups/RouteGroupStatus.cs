using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Groups;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Groups;

/// <summary>Writes the status of a <c>RouteGroup</c>. The same facts give the same status, so that nothing is written when nothing changed.</summary>
internal static class RouteGroupStatus
{
    /// <param name="resource">The object as it is.</param>
    /// <param name="read">How it is understood.</param>
    /// <param name="isRouted">Whether every ready router has its routes; null without routers.</param>
    /// <param name="token">Gives the right to read what routers recorded of its requests.</param>
    /// <param name="now">For conditions that change.</param>
    public static JsonObject Write(JsonObject resource, Result<RouteGroupState> read, bool? isRouted, string token, DateTimeOffset now)
    {
        var generation = resource.LongAt("metadata", "generation") ?? 0;
        var previous = resource.ObjectAt("status");
        var ready = read.Value?.Members.Count(IsReady) ?? 0;
        (string, (string, string, string))[] conditions = [("Accepted", Accepted(read)), ("Ready", Ready(read)), ("Routed", Routed(read, isRouted))];
        return new JsonObject
        {
            ["observedGeneration"] = generation,
            ["phase"] = PhaseOf(read),
            ["key"] = resource.Name(),
            ["members"] = string.Create(CultureInfo.InvariantCulture, $"{ready}/{resource.ListAt("spec", "sandboxes").Distinct().Count()}"),
            ["hopToken"] = token,
            ["conditions"] = new JsonArray([.. conditions.Select(condition => ResourceCondition.Write(condition.Item1, condition.Item2, generation, previous, now))]),
        };
    }

    private static bool IsReady(SandboxRecord member) => member.Phase is SandboxPhase.Ready or SandboxPhase.Empty;

    private static string PhaseOf(Result<RouteGroupState> read) => read switch
    {
        { IsSuccess: false } or { Value.Problems.Count: > 0 } => "Degraded",
        _ when read.Value!.Members.All(IsReady) => "Ready", // a success has a value
        _ when read.Value!.Members.Any(member => member.Phase == SandboxPhase.Degraded) => "Degraded",
        _ => "Progressing",
    };

    private static (string, string, string) Accepted(Result<RouteGroupState> read) =>
        (read.Failure ?? read.Value?.Problems.FirstOrDefault(problem => problem.Code == FailureCodes.NameTaken)) is { } failure
            ? ("False", failure.Code, Words(failure))
            : ("True", "Valid", "The wish is understood.");

    private static (string, string, string) Ready(Result<RouteGroupState> read) => read switch
    {
        { Failure: { } failure } => ("False", failure.Code, Words(failure)),
        { Value.Problems: [var first, ..] problems } => ("False", first.Code, string.Join(" ", problems.Select(Words))),
        _ when read.Value!.Members.All(IsReady) => ("True", "Ready", "The forks of all its sandboxes serve."), // a success has a value
        _ => ("False", "Progressing", $"Not ready: {string.Join(", ", read.Value!.Members.Where(member => !IsReady(member)).Select(member => member.Spec.Id.Value))}."),
    };

    private static (string, string, string) Routed(Result<RouteGroupState> read, bool? isRouted) => (read.Value, isRouted) switch
    {
        (null, _) => ("False", "NotAccepted", "Nothing of it is routed."),
        ({ Problems: var problems }, _) when problems.Any(problem => problem.Code is not FailureCodes.GroupConflict) => ("False", "NotReady", "Requests with its key are not routed."),
        (_, true) => ("True", "Confirmed", "Every ready router has confirmed its routes."),
        (_, false) => ("False", "Unconfirmed", "A router has not confirmed its routes yet."),
        _ => ("Unknown", "NoRouters", "No router runs in the namespace; enrol a Service."),
    };

    private static string Words(SandboxFailure failure) => $"{failure.Message} {failure.Hint}";
}
