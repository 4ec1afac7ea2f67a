using AgentSandbox.McpServer.Presentation;
using ModelContextProtocol;

namespace AgentSandbox.McpServer.Tools.Waiting;

/// <summary>Starts the progress of a call.</summary>
internal sealed class WaitProgressSource(Sanitizer sanitizer, TimeProvider time)
{
    /// <param name="client">Where notifications go; the SDK drops them when the client asked for none.</param>
    /// <param name="sentence">What is done before anything changes.</param>
    public WaitProgress Start(IProgress<ProgressNotificationValue> client, string sentence) => new(client, sanitizer, time, sentence);
}
