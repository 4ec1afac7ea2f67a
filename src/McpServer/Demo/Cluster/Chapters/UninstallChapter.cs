using AgentSandbox.McpServer.Demo.Chapters;

namespace AgentSandbox.McpServer.Demo.Cluster.Chapters;

/// <summary>The shop gets its Services back, and then everything goes that the demo made.</summary>
internal sealed class UninstallChapter(DemoInstallation installation) : IChapter
{
    private const string Uninstalled = "uninstall gives every Service back";
    private const string Same = "The shop is as it was before the installation, and nothing else is there";
    private const string Removed = "What the demo made in the cluster is gone";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var space = installation.Space;
        demo.Story.Chapter("AgentSandbox leaves the cluster");
        demo.Story.Say($"$ {DemoProgram.Typed(["uninstall", "--namespace", space.Name])}");
        await demo.Story.ProveAsync(Uninstalled, _ => installation.UninstallAsync(Uninstalled, [], cancellationToken));
        await demo.Story.ProveAsync(Same, _ => installation.WithoutInstallationAsync(Same, cancellationToken), count => $"{count} objects, compared by content");
        await demo.Story.ProveAsync(Removed, _ => space.RemoveAsync(Removed, cancellationToken));
    }
}
