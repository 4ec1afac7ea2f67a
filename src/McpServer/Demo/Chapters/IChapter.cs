namespace AgentSandbox.McpServer.Demo.Chapters;

/// <summary>A part of the story. It ends, or throws what it could not prove.</summary>
internal interface IChapter
{
    /// <exception cref="DemoFailure">A claim does not hold.</exception>
    Task TellAsync(DemoContext demo, CancellationToken cancellationToken);
}
