using System.Runtime.InteropServices;
using System.Text.Json;
using AgentSandbox.McpServer.Http;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>
/// Whether the host would take a call of that size. Asked before anything is sent: a host that refuses a body while it
/// is still on its way looks from here like a host that was lost, and such a call would be told as perhaps executed.
/// </summary>
internal static class CallSize
{
    /// <summary>What a message has around its arguments: ids, names, paths and what the client says of itself.</summary>
    private const int Envelope = 256 * 1024;

    public const int MaxBytes = McpHttpOptions.DefaultMaxBodyBytes - Envelope;

    public static bool IsTooLarge(IDictionary<string, JsonElement>? arguments)
    {
        if (arguments is null)
        {
            return false;
        }

        var given = arguments.Values.Sum(value => (long)JsonMarshal.GetRawUtf8Value(value).Length);

        // What is sent on is escaped anew, up to six bytes for one.
        return given > MaxBytes
            || (given > MaxBytes / 6 && JsonSerializer.SerializeToUtf8Bytes(arguments, McpJsonUtilities.DefaultOptions).Length > MaxBytes);
    }
}
