using System.Reflection;
using ModelContextProtocol.Server;

namespace AgentSandbox.McpServer.Protocol.Prompts;

/// <summary>The prompts of <c>agent-prompts/*.md</c>, which are embedded in this assembly.</summary>
internal static class MarkdownPrompts
{
    private const string Folder = "agent-prompts/";

    private static readonly Lazy<IReadOnlyList<MarkdownPrompt>> s_all = new(Load);

    public static IReadOnlyList<McpServerPrompt> All => s_all.Value;

    private static List<MarkdownPrompt> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => MarkdownPrompt.Parse(Read(assembly, name), name))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded prompt '{name}' cannot be opened.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
