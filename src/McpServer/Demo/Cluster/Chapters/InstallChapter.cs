using AgentSandbox.McpServer.Demo.Telling;

namespace AgentSandbox.McpServer.Demo.Cluster.Chapters;

/// <summary>An administrator's part: the operator comes, and routers stand in front of the shop's Services.</summary>
internal sealed class InstallChapter(DemoInstallation installation, string image, IReadOnlyList<string> services)
{
    private const string Untouched = "Nothing of the shop but its Services was touched, and no pod was restarted";

    public async Task TellAsync(Story story, CancellationToken cancellationToken)
    {
        story.Chapter("AgentSandbox comes into the namespace");
        await CommandAsync(story, "install brings the operator, with rights to this namespace alone", ["install", "--apply", "--namespace", installation.Space.Name, "--image", image, "--wait", "300"], cancellationToken);
        await CommandAsync(story, "enroll puts two routers in front of the six Services", ["enroll", .. services, "--namespace", installation.Space.Name, "--yes", "--wait", "300"], cancellationToken);
        await story.ProveAsync(Untouched, async _ =>
        {
            var touched = await installation.TouchedAsync(Untouched, cancellationToken);
            return touched.Count == 0 ? touched : throw new DemoFailure(Untouched, "the same objects with the same content", $"{touched.Count} differences", touched);
        });
        await installation.RememberEnrolledAsync(cancellationToken);
    }

    private Task CommandAsync(Story story, string claim, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        story.Say($"$ {DemoProgram.Typed(arguments)}");
        return story.ProveAsync(claim, _ => installation.RunAsync(claim, arguments, cancellationToken));
    }
}
