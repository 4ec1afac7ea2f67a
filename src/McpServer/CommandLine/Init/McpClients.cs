using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.McpServer.CommandLine.Init;

/// <summary>The clients whose project configuration is known.</summary>
internal static class McpClients
{
    public const string Everyone = "all";

    public static IReadOnlyList<IMcpClientFile> All { get; } =
    [
        new JsonClientFile("claude", ".mcp.json", "mcpServers", WithType: false),
        new JsonClientFile("cursor", ".cursor/mcp.json", "mcpServers", WithType: false),
        new JsonClientFile("vscode", ".vscode/mcp.json", "servers", WithType: true),
        new CodexClientFile(),
    ];

    public static IEnumerable<IMcpClientFile> Chosen(IReadOnlyCollection<string> names) =>
        All.Where(client => names.Contains(client.Name) || names.Contains(Everyone));

    /// <summary>The entry of the stdio server, the same for every client.</summary>
    public static (string Command, IReadOnlyList<string> Arguments) Entry(HostExecutable executable) =>
        (executable.FileName, [.. executable.Arguments, "mcp"]);
}
