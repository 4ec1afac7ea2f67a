using AgentSandbox.McpServer.Demo.Chapters;

namespace AgentSandbox.McpServer.Demo.Cluster.Chapters;

/// <summary>The namespace is compared with what it was before the sandbox.</summary>
internal sealed class SandboxGoneChapter(DemoInstallation installation) : IChapter
{
    private const string Claim = "Every object of the namespace is as it was before the sandbox";

    public Task TellAsync(DemoContext demo, CancellationToken cancellationToken) =>
        demo.Story.ProveAsync(Claim, _ => installation.WithoutSandboxAsync(Claim, cancellationToken), count => $"{count} objects, compared by content");
}
