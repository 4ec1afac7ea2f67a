namespace AgentSandbox.Router;

/// <summary>The <c>code</c> of each answer that the router gives itself. Codes are never reused.</summary>
public static class RouterErrorCodes
{
    /// <summary>410: no sandbox has the key.</summary>
    public const string KeyUnknown = "key_unknown";

    /// <summary>410: the key's sandbox has ended.</summary>
    public const string KeyEnded = "key_ended";

    /// <summary>400: two different keys in one request.</summary>
    public const string KeyConflict = "key_conflict";

    /// <summary>503: the router has no complete table yet.</summary>
    public const string TableIncomplete = "table_incomplete";

    /// <summary>503: the fork crashed or is not healthy.</summary>
    public const string ForkUnavailable = "fork_unavailable";

    /// <summary>404: the baseline does not have the service.</summary>
    public const string BaselineAbsent = "baseline_absent";

    /// <summary>503: the baseline of the service does not run.</summary>
    public const string BaselineUnavailable = "baseline_unavailable";

    /// <summary>503: the baseline could not be started when a request needed it.</summary>
    public const string BaselineStartFailed = "baseline_start_failed";

    /// <summary>504: the baseline did not start within the limit.</summary>
    public const string BaselineStartTimeout = "baseline_start_timeout";

    /// <summary>404: the listener's service is not in the table.</summary>
    public const string ServiceUnknown = "service_unknown";

    /// <summary>502: no connection to the upstream.</summary>
    public const string UpstreamUnreachable = "upstream_unreachable";

    /// <summary>502: the upstream broke the protocol or the connection before it answered.</summary>
    public const string UpstreamFailed = "upstream_failed";

    /// <summary>504: the upstream did not answer within the limit.</summary>
    public const string UpstreamTimeout = "upstream_timeout";

    /// <summary>400 (413 and 408 where they apply): the request's framing or target is not acceptable.</summary>
    public const string RequestRefused = "request_refused";

    /// <summary>No status of ours: the client went away.</summary>
    public const string ClientAborted = "client_aborted";

    /// <summary>No status of ours: the response broke off after it had begun.</summary>
    public const string ResponseAborted = "response_aborted";

    /// <summary>500: a bug of the router.</summary>
    public const string RouterFailed = "router_failed";
}
