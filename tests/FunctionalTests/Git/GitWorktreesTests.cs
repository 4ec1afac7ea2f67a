using AgentSandbox.Orchestration.Git;

namespace AgentSandbox.FunctionalTests.Git;

public sealed class GitWorktreesTests
{
    [Fact]
    public async Task DetachedWorktree_LeavesTrunkFreeAndCanBeMovedAndRemoved()
    {
        using var test = await ScratchRepository.CreateAsync();
        var first = await test.GitAsync("rev-parse", "HEAD");
        test.Write("readme.txt", "two");
        var second = await test.CommitAsync("second");
        var repository = await test.OpenAsync();
        var path = Path.Join(repository.CommonDirectory, "agent-sandbox", "baseline");

        var added = await repository.AddDetachedWorktreeAsync(path, first, CancellationToken.None);

        added.Failure.Should().BeNull();
        added.Value!.Branch.Should().BeNull();
        File.ReadAllText(Path.Join(path, "readme.txt")).Should().Be("one");

        File.WriteAllText(Path.Join(path, "readme.txt"), "edited");
        (await repository.MoveWorktreeAsync(path, second, CancellationToken.None)).Value!.Commit.Should().Be(second);
        File.ReadAllText(Path.Join(path, "readme.txt")).Should().Be("two");

        (await repository.RemoveWorktreeAsync(path, CancellationToken.None)).Value.Should().BeTrue();
        (await repository.RemoveWorktreeAsync(path, CancellationToken.None)).Value.Should().BeFalse();
        Directory.Exists(path).Should().BeFalse();
        (await repository.ListWorktreesAsync(CancellationToken.None)).Value.Should().ContainSingle().Which.IsMain.Should().BeTrue();
    }

    [Fact]
    public async Task AddingTwice_MovesTheOneThatIsThere()
    {
        using var test = await ScratchRepository.CreateAsync();
        var first = await test.GitAsync("rev-parse", "HEAD");
        test.Write("readme.txt", "two");
        var second = await test.CommitAsync("second");
        var repository = await test.OpenAsync();
        await repository.AddDetachedWorktreeAsync(test.Outside, first, CancellationToken.None);

        var again = await repository.AddDetachedWorktreeAsync(test.Outside, second, CancellationToken.None);

        again.Value!.Commit.Should().Be(second);
        File.ReadAllText(Path.Join(test.Outside, "readme.txt")).Should().Be("two");
    }

    [Fact]
    public async Task DeletedDirectory_IsRemovedAndAddedAgainWithoutTouchingOthers()
    {
        using var test = await ScratchRepository.CreateAsync();
        var repository = await test.OpenAsync();
        var commit = repository.HeadCommit!;
        var theirs = Path.Join(test.Base, "theirs");
        await test.GitAsync("worktree", "add", "--quiet", "-b", "theirs", theirs);
        Directory.Delete(theirs, recursive: true);
        await repository.AddDetachedWorktreeAsync(test.Outside, commit, CancellationToken.None);
        Directory.Delete(test.Outside, recursive: true);

        (await repository.RemoveWorktreeAsync(test.Outside, CancellationToken.None)).Value.Should().BeTrue();
        (await repository.ListWorktreesAsync(CancellationToken.None)).Value.Should().HaveCount(2).And.Contain(w => w.Path == theirs && w.IsMissing);

        await repository.AddDetachedWorktreeAsync(test.Outside, commit, CancellationToken.None);
        Directory.Delete(test.Outside, recursive: true);
        var again = await repository.AddDetachedWorktreeAsync(test.Outside, commit, CancellationToken.None);

        again.Failure.Should().BeNull();
        File.Exists(Path.Join(test.Outside, "readme.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task WorktreesOfPeople_AreLeftAlone()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("worktree", "add", "--quiet", "-b", "theirs", test.Outside);
        var repository = await test.OpenAsync();

        var main = await repository.RemoveWorktreeAsync(test.Root, CancellationToken.None);
        var branch = await repository.MoveWorktreeAsync(test.Outside, repository.HeadCommit!, CancellationToken.None);
        var removed = await repository.RemoveWorktreeAsync(test.Outside, CancellationToken.None);

        main.Failure!.Problem.Should().Be(GitProblem.NotOurWorktree);
        branch.Failure!.Problem.Should().Be(GitProblem.NotOurWorktree);
        removed.Failure!.Observed.Should().Contain("theirs");
        File.Exists(Path.Join(test.Outside, "readme.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task OccupiedPath_IsRefused()
    {
        using var test = await ScratchRepository.CreateAsync();
        Directory.CreateDirectory(test.Outside);
        File.WriteAllText(Path.Join(test.Outside, "precious"), "x");
        var repository = await test.OpenAsync();

        var added = await repository.AddDetachedWorktreeAsync(test.Outside, repository.HeadCommit!, CancellationToken.None);

        added.Failure!.Problem.Should().Be(GitProblem.TargetNotEmpty);
        File.Exists(Path.Join(test.Outside, "precious")).Should().BeTrue();
    }

    [Fact]
    public async Task StaleLock_IsReportedWithPathAndAge()
    {
        using var test = await ScratchRepository.CreateAsync();
        var repository = await test.OpenAsync();
        await repository.AddDetachedWorktreeAsync(test.Outside, repository.HeadCommit!, CancellationToken.None);
        var stale = Path.Join(test.Root, ".git", "worktrees", "outside", "index.lock");
        File.WriteAllText(stale, "");
        File.SetLastWriteTimeUtc(stale, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));

        var moved = await repository.MoveWorktreeAsync(test.Outside, repository.HeadCommit!, CancellationToken.None);

        moved.Failure!.Problem.Should().Be(GitProblem.Locked);
        moved.Failure.Observed.Should().Contain(stale).And.MatchRegex("exists for 36\\d\\d s");
    }

    [Fact]
    public async Task ManyAtOnce_AllSucceed()
    {
        using var test = await ScratchRepository.CreateAsync();
        var repository = await test.OpenAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
            await (await test.OpenAsync()).AddDetachedWorktreeAsync(Path.Join(test.Base, "w" + i), repository.HeadCommit!, CancellationToken.None)));
        var removed = await Task.WhenAll(added.Select(async worktree =>
            await (await test.OpenAsync()).RemoveWorktreeAsync(worktree.Value!.Path, CancellationToken.None)));

        removed.Should().OnlyContain(result => result.Succeeded && result.Value);
    }
}
