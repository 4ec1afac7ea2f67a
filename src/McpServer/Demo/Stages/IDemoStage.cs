using AgentSandbox.McpServer.Demo.Chapters;
using AgentSandbox.McpServer.Demo.Telling;

namespace AgentSandbox.McpServer.Demo.Stages;

/// <summary>Where the story plays: what has to be there before the agent comes, and has to be gone at the end.</summary>
internal interface IDemoStage : IDisposable
{
    /// <summary>The shop's <c>agent-sandbox.yaml</c> for this engine.</summary>
    string Configure(string sample);

    /// <summary>Tells how the baseline comes to be, where the engine does not start it by itself.</summary>
    /// <exception cref="DemoFailure">A claim does not hold.</exception>
    Task PrepareAsync(Story story, DemoPlace place, CancellationToken cancellationToken);

    IReadOnlyList<IChapter> Chapters(bool keep);

    /// <summary>Takes away what is still there, after a failure and after Ctrl-C too. The agent and its host have ended.</summary>
    Task EndAsync(Story story);
}
