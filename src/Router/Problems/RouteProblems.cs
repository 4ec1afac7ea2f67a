using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.Problems;

/// <summary>The problems that the table alone decides.</summary>
internal static class RouteProblems
{
    private const int MaxQuoted = 80;

    public static RouterProblem KeyConflict(string service, string first, string second) => new()
    {
        Status = 400,
        Code = RouterErrorCodes.KeyConflict,
        Title = "Two routing keys in one request",
        Detail = $"The request to service '{service}' carries the routing keys '{Quote(first)}' and '{Quote(second)}'.",
        NextStep = "Send one key, the same in every carrier.",
        Service = service,
        Key = Quote(first),
    };

    public static RouterProblem TableIncomplete(string service, string? key) => new()
    {
        Status = 503,
        Code = RouterErrorCodes.TableIncomplete,
        Title = "The router has no complete route table yet",
        Detail = $"The request to service '{service}' cannot be decided before the router knows every route.",
        NextStep = "Repeat the request after the time in Retry-After.",
        Service = service,
        Key = key is null ? null : Quote(key),
        RetryLater = true,
    };

    public static RouterProblem KeyUnknown(string service, string key)
    {
        var shape = RoutingKey.TryParse(key, out _, out var problem) ? "" : " " + Quote(problem, 300);
        return new RouterProblem
        {
            Status = 410,
            Code = RouterErrorCodes.KeyUnknown,
            Title = "No sandbox has this routing key",
            Detail = $"No live sandbox has the routing key '{Quote(key)}'; the request to service '{service}' was not sent to the baseline instead.{shape}",
            NextStep = "List the sandboxes and use the key of one of them, or create the sandbox again.",
            Service = service,
            Key = Quote(key),
        };
    }

    public static RouterProblem KeyEnded(string service, KeyRoute key) => new()
    {
        Status = 410,
        Code = RouterErrorCodes.KeyEnded,
        Title = "The sandbox of this routing key has ended",
        Detail = $"The sandbox '{key.Sandbox}' with the routing key '{key.Key}' has ended{Because(key.EndReason)}. The request to service '{service}' was not sent to the baseline instead.",
        NextStep = "Create the sandbox again, or send the request without the key.",
        Service = service,
        Key = key.Key.Value,
        Sandbox = key.Sandbox,
    };

    public static RouterProblem ForkUnavailable(KeyRoute key, ForkRoute fork) => new()
    {
        Status = 503,
        Code = RouterErrorCodes.ForkUnavailable,
        Title = "The fork does not run",
        Detail = $"Revision {fork.Revision} of the fork of service '{fork.Service}' in sandbox '{fork.Sandbox}' does not answer{Because(fork.Reason)}. The baseline was not asked instead.",
        NextStep = "Read the fork's logs, mend it and deploy it again.",
        Service = fork.Service,
        Key = key.Key.Value,
        Sandbox = fork.Sandbox,
        Revision = fork.Revision,
        RetryLater = true,
    };

    public static RouterProblem ServiceUnknown(string service, string? key) => new()
    {
        Status = 404,
        Code = RouterErrorCodes.ServiceUnknown,
        Title = "The service is not known",
        Detail = $"The route table has no service '{service}'.",
        NextStep = "List the services and call one of them.",
        Service = service,
        Key = key,
    };

    public static RouterProblem BaselineAbsent(string service, string? key, string? reason) => new()
    {
        Status = 404,
        Code = RouterErrorCodes.BaselineAbsent,
        Title = "The baseline does not have this service",
        Detail = $"Service '{service}' exists in a branch only{Because(reason)}; the baseline cannot answer for it.",
        NextStep = "Send the routing key of a sandbox that has a fork of this service.",
        Service = service,
        Key = key,
    };

    public static RouterProblem BaselineUnavailable(string service, string? key, string? reason) => new()
    {
        Status = 503,
        Code = RouterErrorCodes.BaselineUnavailable,
        Title = "The baseline of this service does not run",
        Detail = $"The baseline of service '{service}' does not answer{Because(reason)}.",
        NextStep = "Read the logs of the service's baseline, mend what stops it and repeat the request.",
        Service = service,
        Key = key,
        RetryLater = true,
    };

    /// <summary>Text from outside, bounded and printable.</summary>
    public static string Quote(string text, int most = MaxQuoted)
    {
        var cut = text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");
        return string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c));
    }

    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {Quote(reason.Trim().TrimEnd('.'), 2000)}";
}
