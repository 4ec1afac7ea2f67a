namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>What <c>init</c> did with a file.</summary>
internal enum InitOutcome
{
    /// <summary>It is new, or has a new entry.</summary>
    Written,

    /// <summary>It said already what it should.</summary>
    Unchanged,

    /// <summary>It was left as it is, because writing would have destroyed something.</summary>
    Refused,
}
