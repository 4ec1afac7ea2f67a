namespace AgentSandbox.McpServer.CommandLine.Doctor;

/// <summary>What a finding means for the user.</summary>
internal enum Severity
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Worth knowing; everything works.</summary>
    Note,

    /// <summary>Must be mended first.</summary>
    Wrong,
}
