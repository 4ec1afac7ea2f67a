namespace AgentSandbox.FunctionalTests.Git;

[Collection(nameof(ChangesTheEnvironment))]
public sealed class GitEnvironmentTests
{
    [Fact]
    public async Task CallersGitVariables_AreNotPassedOn()
    {
        using var test = await ScratchRepository.CreateAsync();
        using var other = await ScratchRepository.CreateAsync();
        using var variables = new HostileVariables(other.Root);

        var repository = await test.OpenAsync();
        var snapshot = await (await test.SnapshotterAsync()).TakeAsync(test.Root, [], CancellationToken.None);

        repository.TopLevel.Should().Be(test.Root);
        snapshot.Value!.FileCount.Should().Be(3);
        Directory.Exists(Path.Join(other.Root, ".git", "agent-sandbox")).Should().BeFalse();
    }

    private sealed class HostileVariables : IDisposable
    {
        private static readonly string[] s_names = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"];

        public HostileVariables(string repository)
        {
            foreach (var name in s_names)
            {
                Environment.SetEnvironmentVariable(name, Path.Join(repository, ".git"));
            }
        }

        public void Dispose()
        {
            foreach (var name in s_names)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }
}
