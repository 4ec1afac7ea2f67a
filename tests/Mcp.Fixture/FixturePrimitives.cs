using AgentSandbox.McpServer.Protocol;

namespace AgentSandbox.Mcp.Fixture;

/// <summary>All in which the fixture differs from the product.</summary>
internal static class FixturePrimitives
{
    public static ServerPrimitives All { get; } = new()
    {
        Tools = [.. ContentTools.All, .. ClientTools.All, .. InputRequiredTools.All],
        Prompts = [.. FixturePrompts.All],
        Resources = [.. FixtureResources.All],
    };
}
