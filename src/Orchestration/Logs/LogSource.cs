using System.Security.Cryptography;
using System.Text;

namespace AgentSandbox.Orchestration.Logs;

/// <summary>One process's output, and what its lines are to be labelled with.</summary>
/// <param name="Path">The file that the process appends to.</param>
/// <param name="Service">The service.</param>
/// <param name="Stream">Build or run.</param>
/// <param name="Revision">The revision of the fork; 0 for the baseline.</param>
public sealed record LogSource(string Path, string Service, LogStream Stream, int Revision)
{
    /// <summary>Names the source inside a cursor, which has to be short.</summary>
    internal string Key =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Service}/{Stream}/{Revision}/{Path}")))[..8];
}
