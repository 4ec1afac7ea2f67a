namespace AgentSandbox.Router.Routes;

/// <summary>What a request is to meet.</summary>
internal enum RouteOutcome
{
    /// <summary>The fork.</summary>
    Fork,

    /// <summary>The baseline.</summary>
    Baseline,

    /// <summary>The baseline, which must be started first.</summary>
    StartBaseline,

    /// <summary>Nobody; the router answers.</summary>
    Refuse,
}
