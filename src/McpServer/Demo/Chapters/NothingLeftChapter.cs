using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>The host ends; no process and no file of a sandbox is left.</summary>
internal sealed class NothingLeftChapter : IChapter
{
    private const string Ended = "The host ends with all that it ran";

    public async Task TellAsync(DemoContext demo, CancellationToken cancellationToken)
    {
        var story = demo.Story;
        story.Chapter("Nothing is left");
        var located = await demo.Control.LocateAsync(demo.Place.Shop, cancellationToken);
        var location = located.Value ?? throw new DemoFailure("The repository is found", demo.Place.Shop, $"{located.Failure}");

        var files = Directory.Exists(demo.Place.Cache) ? LeftOver(demo.Place.Cache) : [];
        story.Prove("No file of the sandbox is left", files.Count == 0, "none", $"{files.Count} entries", files);
        await story.ProveAsync(Ended, async _ =>
        {
            var stopped = await demo.Control.StopAsync(location, cancellationToken);
            return stopped.IsSuccess ? stopped.Value : throw new DemoFailure(Ended, "the host has ended", $"{stopped.Failure}");
        });

        var processes = Processes(location, demo.Time);
        story.Prove("No process of it runs", processes.Count == 0, "none", $"{processes.Count} processes", processes);
    }

    /// <summary>Every process that was started for the repository, with all its descendants, is found by its mark.</summary>
    public static IReadOnlyList<string> Processes(RepositoryLocation location, TimeProvider time) =>
        [.. new ProcessTable(time).Find(ProcessMark.Of(location.Id)).Select(process => $"{process.Identity.Pid} {process.Mark} {process.Command}")];

    private static List<string> LeftOver(string cache) =>
        [.. Directory.EnumerateFileSystemEntries(cache, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) == DemoContext.Sandbox)];
}
