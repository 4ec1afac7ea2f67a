namespace AgentSandbox.Router.Routes;

/// <summary>What happens to a request whose key, in one of our own carriers, is in no table.</summary>
public enum UnknownKeyPolicy
{
    /// <summary>The request is refused with 410: the table knows every key that exists.</summary>
    Refuse,

    /// <summary>The baseline answers, and the response says <c>key=unknown</c>: other routers may know more keys.</summary>
    Baseline,
}
