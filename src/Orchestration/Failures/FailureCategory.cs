namespace AgentSandbox.Orchestration.Failures;

/// <summary>Says who can mend a failure.</summary>
public enum FailureCategory
{
    /// <summary>The call itself: a name, an argument, an order of calls.</summary>
    User,

    /// <summary>The configuration file or the code of the user's services.</summary>
    Configuration,

    /// <summary>The machine, the cluster or a tool on it.</summary>
    Environment,

    /// <summary>A defect of this program.</summary>
    Internal,
}
