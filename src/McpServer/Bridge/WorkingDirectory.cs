namespace AgentSandbox.McpServer.Bridge;

/// <summary>The current directory, also when it is gone.</summary>
internal static class WorkingDirectory
{
    /// <summary>
    /// Asking the system fails in a directory that was deleted; its name, as the shell knows it, is what the failure
    /// "the working tree does not exist" then tells.
    /// </summary>
    public static string Current
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Environment.GetEnvironmentVariable("PWD") is { } name && Path.IsPathFullyQualified(name) ? name : Path.GetTempPath() + "deleted";
            }
        }
    }
}
