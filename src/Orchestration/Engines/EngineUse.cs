namespace AgentSandbox.Orchestration.Engines;

/// <summary>What a caller is about to do with an engine.</summary>
public enum EngineUse
{
    /// <summary>Create or change a sandbox.</summary>
    Change,

    /// <summary>Send requests, and read what routers recorded of them.</summary>
    Request,

    /// <summary>Wait for what was asked for before.</summary>
    Wait,
}
