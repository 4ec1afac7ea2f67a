using System.Text.Json.Serialization;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>Who the host is and where it listens; written when it listens, removed when it ends.</summary>
internal sealed record HostRecord
{
    public required int Pid { get; init; }

    /// <summary>The identity of the process, so that a recycled process id is not taken for the host.</summary>
    public required string Process { get; init; }

    public required string Version { get; init; }

    public required int Port { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Executable { get; init; }

    /// <summary>The working tree that it was started for.</summary>
    public required string Workspace { get; init; }

    [JsonIgnore]
    public Uri Endpoint => new($"http://127.0.0.1:{Port}/mcp");

    public static HostRecord? Read(HostFiles files) => PrivateFile.ReadJson(files.Record, HostJson.Default.HostRecord);

    public void Write(HostFiles files) => PrivateFile.WriteJson(files.Record, this, HostJson.Default.HostRecord);

    /// <summary>Removes the record unless another host has written its own meanwhile.</summary>
    public void Remove(HostFiles files)
    {
        if (Read(files)?.Process == Process)
        {
            File.Delete(files.Record);
        }
    }

    /// <summary>True while exactly the recorded process runs.</summary>
    public bool IsAlive(ProcessTable processes) =>
        ProcessIdentity.TryParse(Process, out var identity) && processes.IsAlive(identity);
}
