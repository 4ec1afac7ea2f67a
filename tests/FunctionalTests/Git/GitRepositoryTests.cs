using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Git;

public sealed class GitRepositoryTests
{
    [Fact]
    public async Task Repository_SaysWhatIsCheckedOut()
    {
        using var test = await ScratchRepository.CreateAsync();

        var repository = await test.OpenAsync(Path.Join(test.Root, "src"));

        repository.TopLevel.Should().Be(test.Root);
        repository.CommonDirectory.Should().Be(Path.Join(test.Root, ".git"));
        repository.Branch.Should().Be("main");
        repository.HeadCommit.Should().Be(await test.GitAsync("rev-parse", "HEAD"));
        repository.HasSubmodules.Should().BeFalse();
    }

    [Fact]
    public async Task DetachedHead_HasCommitAndNoBranch()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("checkout", "--quiet", "--detach");

        var repository = await test.OpenAsync();

        repository.Branch.Should().BeNull();
        repository.HeadCommit.Should().HaveLength(40);
    }

    [Fact]
    public async Task EmptyRepository_HasBranchAndNoCommit()
    {
        using var test = await ScratchRepository.CreateEmptyAsync();

        var repository = await test.OpenAsync();

        repository.Branch.Should().Be("main");
        repository.HeadCommit.Should().BeNull();
    }

    [Fact]
    public async Task LinkedWorktreeBehindLink_HasSameCommonDirectory()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("worktree", "add", "--quiet", "-b", "other", test.Outside);
        var link = Path.Join(test.Base, "link");
        Directory.CreateSymbolicLink(link, test.Outside);

        var repository = await test.OpenAsync(link);

        repository.TopLevel.Should().Be(test.Outside);
        repository.Branch.Should().Be("other");
        repository.CommonDirectory.Should().Be(Path.Join(test.Root, ".git"));
    }

    [Fact]
    public async Task NameWithLineEnd_IsFound()
    {
        using var test = await ScratchRepository.CreateAsync();
        var moved = Path.Join(test.Base, " odd\n name ünï\n");
        Directory.Move(test.Root, moved);

        var repository = await test.OpenAsync(moved);

        repository.TopLevel.Should().Be(moved);
    }

    [Fact]
    public async Task UnusableDirectories_AreTypedFailures()
    {
        using var test = await ScratchRepository.CreateAsync();
        using var plain = ScratchRepository.WithoutGit();
        var bare = Path.Join(test.Base, "bare.git");
        await test.GitAsync("clone", "--quiet", "--bare", test.Root, bare);

        (await ProblemAsync(test.Client, bare)).Should().Be(GitProblem.BareRepository);
        (await ProblemAsync(test.Client, Path.Join(test.Root, ".git"))).Should().Be(GitProblem.NotAWorkTree);
        (await ProblemAsync(test.Client, Path.Join(test.Root, "gone"))).Should().Be(GitProblem.DirectoryMissing);
        (await ProblemAsync(test.Client, plain.Root)).Should().Be(GitProblem.NotARepository);
    }

    [PrivilegedFact]
    public async Task RepositoryOfAnotherUser_IsRefusedWithGitsOwnMessage()
    {
        using var test = await ScratchRepository.CreateAsync();
        var chown = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = "chown",
                Arguments = ["-R", "65533", test.Root],
                WorkingDirectory = test.Base,
                Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" },
            },
            CancellationToken.None);

        var opened = await test.Client.OpenAsync(test.Root, CancellationToken.None);

        chown.Success.Should().BeTrue();
        opened.Failure!.Problem.Should().Be(GitProblem.UntrustedOwner);
        opened.Failure.Observed.Should().Contain("safe.directory");
    }

    [Fact]
    public async Task GitNotInstalled_IsTypedFailure()
    {
        using var test = await ScratchRepository.CreateAsync();
        var client = new GitClient(new WithoutPath(), TimeProvider.System);

        (await ProblemAsync(client, test.Root)).Should().Be(GitProblem.GitNotInstalled);
        var location = await RepositoryLocation.FindAsync(client, test.Root, CancellationToken.None);
        location.Failure!.Problem.Should().Be(GitProblem.GitNotInstalled, "state beside the tree would mean a second host");
    }

    [Fact]
    public async Task ResolveCommit_KnowsBranchesTagsAndIds()
    {
        using var test = await ScratchRepository.CreateAsync();
        var commit = await test.GitAsync("rev-parse", "HEAD");
        await test.GitAsync("tag", "-m", "t", "v1");
        var repository = await test.OpenAsync();

        foreach (var reference in new[] { "main", "v1", commit, commit[..8], "HEAD", "main@{0}" })
        {
            (await repository.ResolveCommitAsync(reference, CancellationToken.None)).Value.Should().Be(commit, reference);
        }
    }

    [Theory]
    [InlineData("--help", GitProblem.InvalidReference)]
    [InlineData("-n1", GitProblem.InvalidReference)]
    [InlineData("", GitProblem.InvalidReference)]
    [InlineData("a\nb", GitProblem.InvalidReference)]
    [InlineData("main..main", GitProblem.InvalidReference)]
    [InlineData("main:readme.txt", GitProblem.InvalidReference)]
    [InlineData("no-such-branch", GitProblem.UnknownReference)]
    [InlineData("name with spaces", GitProblem.UnknownReference)]
    [InlineData("0123456789012345678901234567890123456789", GitProblem.UnknownReference)]
    public async Task BadReference_IsRefused(string reference, GitProblem expected)
    {
        using var test = await ScratchRepository.CreateAsync();
        var repository = await test.OpenAsync();

        var result = await repository.ResolveCommitAsync(reference, CancellationToken.None);

        result.Failure!.Problem.Should().Be(expected);
    }

    [Fact]
    public async Task ReadFile_ReturnsTheCommittedText()
    {
        using var test = await ScratchRepository.CreateAsync();
        var repository = await test.OpenAsync();
        var commit = repository.HeadCommit!;
        test.Write("src/app.txt", "edited");

        (await repository.ReadFileAsync(commit, "src/app.txt", CancellationToken.None)).Value.Should().Be("app");
        (await repository.ReadFileAsync(commit, "nope.txt", CancellationToken.None)).Failure!.Problem.Should().Be(GitProblem.FileNotFound);
        (await repository.ReadFileAsync(commit, "../x", CancellationToken.None)).Failure!.Problem.Should().Be(GitProblem.InvalidPath);
        (await repository.ReadFileAsync("main", "x", CancellationToken.None)).Failure!.Problem.Should().Be(GitProblem.InvalidReference);
    }

    [Fact]
    public async Task DiffNames_ListsBothNamesOfRenameAndTreesOfSnapshots()
    {
        using var test = await ScratchRepository.CreateAsync();
        var first = await test.GitAsync("rev-parse", "HEAD");
        await test.GitAsync("mv", "--", "readme.txt", "-- ü\nread me.txt");
        var second = await test.CommitAsync("second");
        test.Write("src/new.txt", "x");
        var snapshot = await (await test.SnapshotterAsync()).TakeAsync(test.Root, [], CancellationToken.None);
        var repository = await test.OpenAsync();

        var committed = await repository.DiffNamesAsync(first, second, CancellationToken.None);
        var uncommitted = await repository.DiffNamesAsync(second, snapshot.Value!.TreeHash, CancellationToken.None);

        committed.Value.Should().BeEquivalentTo("readme.txt", "-- ü\nread me.txt");
        uncommitted.Value.Should().BeEquivalentTo("src/new.txt");
    }

    private static async Task<GitProblem?> ProblemAsync(GitClient client, string directory) =>
        (await client.OpenAsync(directory, CancellationToken.None)).Failure?.Problem;

    private sealed class WithoutPath : ICommandRunner
    {
        private readonly CommandRunner _runner = new(TimeProvider.System);

        public Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken) =>
            _runner.RunAsync(spec with { Environment = new Dictionary<string, string> { ["PATH"] = "/nonexistent" } }, cancellationToken);
    }
}
