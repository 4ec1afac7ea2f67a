using AgentSandbox.Router.Problems;
using AgentSandbox.Router.Routes;

namespace AgentSandbox.Router.Listeners;

/// <summary>The text of <c>x-sandbox-route</c>: for human eyes only, no code trusts it.</summary>
internal static class RouteLabel
{
    private const string Unknown = "; key=unknown";

    /// <summary>Null for unkeyed requests, which get nothing added.</summary>
    public static string? For(string service, in RouteDecision decision) => decision switch
    {
        { Fork: { } fork } => $"{service}=fork; sandbox={fork.Sandbox}; revision={fork.Revision}",
        { Key: not null } => $"{service}=baseline",
        { UnknownKey: true } => $"{service}=baseline{Unknown}",
        _ => null,
    };

    /// <summary>For an answer of the router itself to a request that carried a key.</summary>
    public static string For(string service, RouterProblem problem) =>
        $"{service}=router; error={problem.Code}{(problem.Code == RouterErrorCodes.KeyUnknown ? Unknown : "")}";
}
