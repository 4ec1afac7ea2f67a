using AgentSandbox.McpServer.Bridge;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.CommandLine;

/// <summary>What every command ends with.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The tool or the use case failed: the answer says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something that is needed on this machine is missing or in the way.</summary>
    public const int Environment = 3;

    /// <summary>By custom: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    public static int Of(string? code) => code switch
    {
        FailureCodes.HostNotStarted or FailureCodes.HostLost or HostUnavailableException.NotAnswering or FailureCodes.PortInUse or FailureCodes.GitFailed
            or FailureCodes.StorageFailed or FailureCodes.ConfigurationInvalid or FailureCodes.TreeUnavailable => Environment,
        _ => Failed,
    };
}
