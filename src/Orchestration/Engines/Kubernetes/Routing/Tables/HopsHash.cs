using System.Security.Cryptography;
using System.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>What a router knows of a sandbox's hop token: enough to recognise it, not enough to use it.</summary>
internal static class HopsHash
{
    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Compares in a time that does not tell how much was right.</summary>
    public static bool Matches(string? token, string? hash) =>
        !string.IsNullOrEmpty(token) && !string.IsNullOrEmpty(hash)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(token)), Encoding.ASCII.GetBytes(hash.ToLowerInvariant()));
}
