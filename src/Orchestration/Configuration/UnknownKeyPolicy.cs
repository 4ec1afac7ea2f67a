namespace AgentSandbox.Orchestration.Configuration;

/// <summary>What a router does with a routing key of our own carriers that no live sandbox has.</summary>
public enum UnknownKeyPolicy
{
    /// <summary>The request is refused with 410, so that no test passes because the old code answered.</summary>
    Refuse,

    /// <summary>The baseline answers, and the route says that the key is unknown.</summary>
    Baseline,
}
