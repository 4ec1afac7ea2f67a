namespace AgentSandbox.Orchestration.Hosting;

/// <summary>Gives the use cases of a runtime that has been started.</summary>
internal interface ISandboxUseCaseSource
{
    SandboxUseCases UseCases { get; }
}
