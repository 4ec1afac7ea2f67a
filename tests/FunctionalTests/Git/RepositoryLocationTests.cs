using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.FunctionalTests.Git;

public sealed class RepositoryLocationTests
{
    [Fact]
    public async Task Worktrees_ShareTheStateDirectoryAndDifferInRoot()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("worktree", "add", "--quiet", "-b", "other", test.Outside);

        var main = await test.LocateAsync(Path.Join(test.Root, "src"));
        var linked = await test.LocateAsync(test.Outside);

        main.IsGit.Should().BeTrue();
        main.StateDirectory.Should().Be(Path.Join(test.Root, ".git", "agent-sandbox")).And.Be(linked.StateDirectory);
        main.Id.Should().Be(linked.Id).And.MatchRegex("^[0-9a-f]{12}$");
        main.Root.Should().Be(test.Root);
        linked.Root.Should().Be(test.Outside);
    }

    [Fact]
    public async Task WithoutGit_StateIsBesideTheConfiguration()
    {
        using var test = ScratchRepository.WithoutGit();
        test.Write("agent-sandbox.yaml", "version: 1");
        test.Write("a/b/c.txt", "x");

        var location = await test.LocateAsync(Path.Join(test.Root, "a", "b"));

        location.IsGit.Should().BeFalse();
        location.Root.Should().Be(test.Root);
        location.StateDirectory.Should().Be(Path.Join(test.Root, ".agent-sandbox"));
    }

    [Fact]
    public async Task WithoutGitAndConfiguration_IsTheDirectoryItself()
    {
        using var test = ScratchRepository.WithoutGit();

        (await test.LocateAsync()).Root.Should().Be(test.Root);
    }

    [Fact]
    public async Task DeletedTree_IsTypedFailure()
    {
        using var test = ScratchRepository.WithoutGit();

        var found = await RepositoryLocation.FindAsync(test.Client, Path.Join(test.Root, "gone"), CancellationToken.None);

        found.Failure!.Problem.Should().Be(GitProblem.DirectoryMissing);
    }

    [Fact]
    public async Task StateDirectory_IsForItsOwnerAlone()
    {
        using var test = await ScratchRepository.CreateAsync();
        var location = await test.LocateAsync();

        location.EnsureStateDirectory();
        location.EnsureStateDirectory();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(location.StateDirectory).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
