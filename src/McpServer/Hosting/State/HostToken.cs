using System.Security.Cryptography;

namespace AgentSandbox.McpServer.Hosting.State;

/// <summary>
/// The secret that proves to the host that a caller may read the owner's files. It outlives the host, so that clients
/// that were configured with it keep working; deleting the file while no host runs makes the next one choose another.
/// </summary>
internal static class HostToken
{
    private const int Bytes = 32;

    public static string? Read(HostFiles files)
    {
        try
        {
            var text = File.Exists(files.Token) ? File.ReadAllText(files.Token).Trim() : "";
            return text.Length == Bytes * 2 ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Only the host calls this, which holds the lock.</summary>
    public static string Ensure(HostFiles files)
    {
        if (Read(files) is { } known && IsPrivate(files.Token))
        {
            return known;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        PrivateFile.Write(files.Token, token);
        return token;
    }

    // A token that others could read may be known to them.
    private static bool IsPrivate(string path) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None;
}
