using AgentSandbox.McpServer.Demo.Chapters;
using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.McpServer.Hosting;

namespace AgentSandbox.McpServer.Demo.Stages;

/// <summary>This machine: the host starts the baseline when it is first needed, and takes it with it.</summary>
internal sealed class LocalStage(HostExecutable executable) : IDemoStage
{
    public string Configure(string sample) => sample;

    public Task PrepareAsync(Story story, DemoPlace place, CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<IChapter> Chapters(bool keep)
    {
        IChapter[] last = keep ? [new KeepChapter(executable)] : [new DeletionChapter(), new NothingLeftChapter()];
        return [new ConnectChapter(), new BaselineChapter(), new ForkChapter(), new BrokenBuildChapter(), new LogsChapter(), .. last];
    }

    public Task EndAsync(Story story) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
