namespace AgentSandbox.Router;

/// <summary>What becomes of a client's connection after an answer.</summary>
public enum ConnectionMode
{
    /// <summary>It stays open for further requests, as HTTP usually has it.</summary>
    Kept,

    /// <summary>The answer says that it ends, so that the client opens the next one elsewhere; no request is lost by that.</summary>
    EndedAfterAnswer,
}
