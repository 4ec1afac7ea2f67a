namespace AgentSandbox.McpServer.Hosting;

/// <summary>Who keeps a host running.</summary>
internal enum HostMode
{
    /// <summary>A person, in a terminal: it logs there too, and ends when told to.</summary>
    Foreground,

    /// <summary>Nobody: it was started on demand, and ends when it has nothing to do.</summary>
    Detached,
}
