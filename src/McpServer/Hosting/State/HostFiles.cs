using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>Where the host of one repository keeps what its clients need to find it.</summary>
internal sealed record HostFiles
{
    private HostFiles(string directory) => Directory = directory;

    public string Directory { get; }

    /// <summary>Held by the host for as long as it lives; the system lets go of it when the host dies.</summary>
    public string Lock => Path.Join(Directory, "host.lock");

    /// <summary>Held by a client while it starts the host.</summary>
    public string StartLock => Path.Join(Directory, "host.start.lock");

    public string Token => Path.Join(Directory, "host.token");

    public string Record => Path.Join(Directory, "host.json");

    /// <summary>Why the last start failed, for the client that waits for it.</summary>
    public string StartFailure => Path.Join(Directory, "host.failure.json");

    public string Environment => Path.Join(Directory, "host.environment.json");

    public string Log => Path.Join(Directory, "host.log");

    /// <summary>What a detached host wrote before its log was open, or after it broke.</summary>
    public string Output => Path.Join(Directory, "host.out");

    public static HostFiles Of(RepositoryLocation location) => new(location.StateDirectory);
}
