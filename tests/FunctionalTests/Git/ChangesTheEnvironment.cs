namespace AgentSandbox.FunctionalTests.Git;

/// <summary>Tests that change variables of this process, while no other test runs.</summary>
[CollectionDefinition(nameof(ChangesTheEnvironment), DisableParallelization = true)]
public sealed class ChangesTheEnvironment
{
}
