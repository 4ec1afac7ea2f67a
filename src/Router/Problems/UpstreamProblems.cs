using System.Globalization;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.Problems;

/// <summary>The problems that show only while a request is forwarded.</summary>
internal static class UpstreamProblems
{
    public static RouterProblem Upstream(string service, string? key, ForkRoute? fork, string code, string fact) => new()
    {
        Status = code == RouterErrorCodes.UpstreamTimeout ? 504 : 502,
        Code = code,
        Title = code switch
        {
            RouterErrorCodes.UpstreamTimeout => "The upstream did not answer in time",
            RouterErrorCodes.UpstreamUnreachable => "The upstream cannot be reached",
            _ => "The upstream failed before it answered",
        },
        Detail = $"{Name(service, fork)}: {fact}",
        NextStep = fork is null
            ? "Read the logs of the service's baseline and see whether it runs."
            : "Read the fork's logs, mend it and deploy it again.",
        Service = service,
        Key = key,
        Sandbox = fork?.Sandbox,
        Revision = fork?.Revision,
    };

    public static RouterProblem BaselineStart(string service, string? key, string code, string reason) => new()
    {
        Status = code == RouterErrorCodes.BaselineStartTimeout ? 504 : 503,
        Code = code,
        Title = "The baseline of this service could not be started",
        Detail = $"The baseline of service '{service}' was needed and did not start: {RouteProblems.Quote(reason, 2000)}",
        NextStep = "Read the logs of the service's baseline, mend what stops it and repeat the request.",
        Service = service,
        Key = key,
        RetryLater = true,
    };

    public static RouterProblem RequestRefused(string service, int status, string fact) => new()
    {
        Status = status,
        Code = RouterErrorCodes.RequestRefused,
        Title = "The request is not acceptable",
        Detail = $"The request to service '{service}' was refused: {fact}",
        NextStep = status switch
        {
            413 => "Send a smaller body, or raise the router's limit.",
            408 => "Send the request without long pauses.",
            _ => "Correct the request.",
        },
        Service = service,
        CloseConnection = true,
    };

    public static RouterProblem RouterFailed(string service, long correlation) => new()
    {
        Status = 500,
        Code = RouterErrorCodes.RouterFailed,
        Title = "The router failed",
        Detail = $"The router failed on the request to service '{service}'; its log has the cause under number {correlation.ToString(CultureInfo.InvariantCulture)}.",
        NextStep = "Report the log entry with this number.",
        Service = service,
    };

    private static string Name(string service, ForkRoute? fork) => fork is null
        ? $"The baseline of service '{service}'"
        : $"Revision {fork.Revision} of the fork of service '{service}' in sandbox '{fork.Sandbox}'";
}
