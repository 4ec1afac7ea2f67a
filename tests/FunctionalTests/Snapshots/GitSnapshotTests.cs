using AgentSandbox.FunctionalTests.Git;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.FunctionalTests.Snapshots;

public sealed class GitSnapshotTests
{
    [Fact]
    public async Task Materialized_IsTheWorkingTreeAsItIs()
    {
        using var test = await ScratchRepository.CreateAsync();
        string[] odd = ["with space.txt", "ünï/cödé.txt", "line\nend.txt", "-dash.txt", "--all", "quote\"back\\slash", "star*[a].txt", ":colon"];
        foreach (var name in odd)
        {
            test.Write(name, "odd " + name);
        }

        test.Write("readme.txt", "edited");
        test.Write("debug.log", "ignored");
        await test.GitAsync("mv", "src/app.txt", "src/renamed.txt");
        test.Write("gone.txt", "x");
        await test.GitAsync("add", "gone.txt");
        File.Delete(Path.Join(test.Root, "gone.txt"));
        var script = test.Write("run.sh", "#!/bin/sh\n");
        Tree.MakeExecutable(script);
        File.CreateSymbolicLink(Path.Join(test.Root, "inside"), "readme.txt");
        File.CreateSymbolicLink(Path.Join(test.Root, "leaving"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Join(test.Root, "loop"), ".");

        var snapshot = await TakeAndWriteAsync(test, []);

        var expected = odd.Concat(["readme.txt", "src/renamed.txt", ".gitignore", "run.sh", "inside", "leaving", "loop"]).ToArray();
        Tree.Files(test.Outside).Should().BeEquivalentTo(expected);
        snapshot.FileCount.Should().Be(expected.Length);
        snapshot.Branch.Should().Be("main");
        snapshot.Commit.Should().Be(await test.GitAsync("rev-parse", "HEAD"));
        File.ReadAllText(Path.Join(test.Outside, "readme.txt")).Should().Be("edited");
        File.ReadAllText(Path.Join(test.Outside, "line\nend.txt")).Should().Be("odd line\nend.txt");
        Tree.IsExecutable(Path.Join(test.Outside, "run.sh")).Should().BeTrue();
        new FileInfo(Path.Join(test.Outside, "leaving")).LinkTarget.Should().Be("/etc/hostname");
        new FileInfo(Path.Join(test.Outside, "inside")).LinkTarget.Should().Be("readme.txt");
    }

    [Fact]
    public async Task IncludedIgnoredFiles_AreTaken()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("debug.log", "a");
        test.Write("src/deep/trace.log", "b");
        test.Write("secrets/dev/key", "c");
        test.Write("other.log", "d");

        await TakeAndWriteAsync(test, ["./debug.log", "src/**/*.log", "secrets/", "nothing-here"]);

        Tree.Files(test.Outside).Should().BeEquivalentTo(
            "readme.txt", "src/app.txt", ".gitignore", "debug.log", "src/deep/trace.log", "secrets/dev/key");
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("")]
    public async Task IncludeThatLeavesTheTree_IsRefused(string pattern)
    {
        using var test = await ScratchRepository.CreateAsync();

        var taken = await (await test.SnapshotterAsync()).TakeAsync(test.Root, [pattern], CancellationToken.None);

        taken.Failure!.Problem.Should().Be(GitProblem.InvalidPath);
    }

    [Fact]
    public async Task UsersIndexAndObjects_StayUntouched()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("staged.txt", "s");
        await test.GitAsync("add", "staged.txt");
        test.Write("staged.txt", "edited after staging");
        test.Write("new.txt", "n");
        await test.GitAsync("update-index", "--split-index");
        var before = Tree.Contents(Path.Join(test.Root, ".git"));
        var status = await test.GitAsync("--no-optional-locks", "status", "--porcelain");

        await TakeAndWriteAsync(test, []);

        Tree.Contents(Path.Join(test.Root, ".git"), except: "agent-sandbox").Should().BeEquivalentTo(before);
        (await test.GitAsync("--no-optional-locks", "status", "--porcelain")).Should().Be(status);
    }

    [Fact]
    public async Task UnchangedTree_HasTheHashOfItsCommit()
    {
        using var test = await ScratchRepository.CreateAsync();
        var snapshotter = await test.SnapshotterAsync();

        var taken = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
        var fromRef = await snapshotter.TakeRefAsync("main", CancellationToken.None);

        taken.Value!.TreeHash.Should().Be(await test.GitAsync("rev-parse", "HEAD^{tree}")).And.Be(fromRef.Value!.TreeHash);
        taken.Value.FileCount.Should().Be(fromRef.Value.FileCount).And.Be(3);
    }

    [Fact]
    public async Task Hash_FollowsEveryChangeAndReturns()
    {
        using var test = await ScratchRepository.CreateAsync();
        var snapshotter = await test.SnapshotterAsync();
        var seen = new List<string>();

        async Task<string> HashAsync() => (await snapshotter.ComputeHashAsync(test.Root, ["debug.log"], CancellationToken.None)).Value!;
        async Task ExpectNewAsync(Action change)
        {
            change();
            var hash = await HashAsync();
            seen.Should().NotContain(hash);
            (await HashAsync()).Should().Be(hash);
            seen.Add(hash);
        }

        await ExpectNewAsync(() => { });
        await ExpectNewAsync(() => test.Write("readme.txt", "two"));
        await ExpectNewAsync(() => test.Write("readme.txt", "six"));
        await ExpectNewAsync(() => test.Write("new.txt", "abc"));
        await ExpectNewAsync(() => test.Write("new.txt", "abd"));
        await ExpectNewAsync(() => test.Write("debug.log", "included"));
        await ExpectNewAsync(() => File.Delete(Path.Join(test.Root, "src", "app.txt")));
        await ExpectNewAsync(() => Tree.MakeExecutable(Path.Join(test.Root, "new.txt")));

        await test.GitAsync("checkout", "--quiet", "--", ".");
        File.Delete(Path.Join(test.Root, "new.txt"));
        File.Delete(Path.Join(test.Root, "debug.log"));
        (await HashAsync()).Should().Be(seen[0]);
    }

    [Fact]
    public async Task Hash_DoesNotDependOnWhatWasAskedBefore()
    {
        using var test = await ScratchRepository.CreateAsync();
        var snapshotter = await test.SnapshotterAsync();
        async Task<string> HashAsync() => (await snapshotter.ComputeHashAsync(test.Root, [], CancellationToken.None)).Value!;
        test.Write("later-ignored.txt", "x");
        await HashAsync();

        test.Write(".gitignore", "*.log\n/secrets/\nlater-ignored.txt\n");
        var warm = await HashAsync();
        (await snapshotter.PruneObjectsAsync([], CancellationToken.None)).Value.Should().BeTrue();
        var cold = await HashAsync();
        await test.GitAsync("add", "--force", "later-ignored.txt");
        var tracked = await HashAsync();
        await test.GitAsync("rm", "--quiet", "--cached", "later-ignored.txt");
        var untracked = await HashAsync();

        warm.Should().Be(cold).And.Be(untracked);
        tracked.Should().NotBe(cold);
    }

    [Fact]
    public async Task ChangesHiddenFromGit_AreTaken()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("update-index", "--assume-unchanged", "readme.txt");
        await test.GitAsync("update-index", "--skip-worktree", "src/app.txt");
        test.Write("readme.txt", "hidden 1");
        test.Write("src/app.txt", "hidden 2");

        await TakeAndWriteAsync(test, []);

        File.ReadAllText(Path.Join(test.Outside, "readme.txt")).Should().Be("hidden 1");
        File.ReadAllText(Path.Join(test.Outside, "src/app.txt")).Should().Be("hidden 2");
    }

    [Fact]
    public async Task SparseCheckout_IsTakenWhole()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("lib/lib.txt", "lib");
        await test.CommitAsync("lib");
        await test.GitAsync("sparse-checkout", "set", "src");
        File.Exists(Path.Join(test.Root, "lib/lib.txt")).Should().BeFalse();
        test.Write("src/app.txt", "edited");

        await TakeAndWriteAsync(test, []);

        File.ReadAllText(Path.Join(test.Outside, "lib/lib.txt")).Should().Be("lib");
        File.ReadAllText(Path.Join(test.Outside, "src/app.txt")).Should().Be("edited");
    }

    [Fact]
    public async Task NestedRepositories_AreLeftOutAndNamed()
    {
        using var test = await ScratchRepository.CreateAsync();
        await ScratchRepository.RunAsync(test.Root, "init", "--quiet", "nested");
        test.Write("nested/file.txt", "x");
        await test.GitAsync("worktree", "add", "--quiet", "-b", "agent", Path.Join(test.Root, "trees", "agent"));

        var snapshot = await TakeAndWriteAsync(test, []);

        snapshot.NestedRepositories.Should().BeEquivalentTo("nested", "trees/agent");
        Tree.Files(test.Outside).Should().BeEquivalentTo("readme.txt", "src/app.txt", ".gitignore");
    }

    [Fact]
    public async Task ConflictsAndIntentToAdd_AreTakenAsTheyAreOnDisk()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("checkout", "--quiet", "-b", "theirs");
        test.Write("readme.txt", "theirs");
        await test.CommitAsync("theirs");
        await test.GitAsync("checkout", "--quiet", "main");
        test.Write("readme.txt", "ours");
        await test.CommitAsync("ours");
        await test.GitAsync("-c", "merge.conflictStyle=merge", "-c", "alias.try=!git merge theirs || true", "try");
        test.Write("intended.txt", "content");
        await test.GitAsync("add", "--intent-to-add", "intended.txt");

        await TakeAndWriteAsync(test, []);

        File.ReadAllText(Path.Join(test.Outside, "readme.txt")).Should().Contain("<<<<<<<");
        File.ReadAllText(Path.Join(test.Outside, "intended.txt")).Should().Be("content");
    }

    [Fact]
    public async Task FileReplacedByDirectoryAndBack_IsTaken()
    {
        using var test = await ScratchRepository.CreateAsync();
        File.Delete(Path.Join(test.Root, "readme.txt"));
        test.Write("readme.txt/now-a-directory", "x");
        Directory.Delete(Path.Join(test.Root, "src"), recursive: true);
        test.Write("src", "now a file");

        await TakeAndWriteAsync(test, []);

        Tree.Files(test.Outside).Should().BeEquivalentTo("readme.txt/now-a-directory", "src", ".gitignore");
    }

    [Fact]
    public async Task EmptyRepository_TakesWhatIsThere()
    {
        using var test = await ScratchRepository.CreateEmptyAsync();
        var none = await (await test.SnapshotterAsync()).TakeAsync(test.Root, [], CancellationToken.None);
        test.Write("first.txt", "1");

        var snapshot = await TakeAndWriteAsync(test, []);

        none.Value!.FileCount.Should().Be(0);
        snapshot.Commit.Should().BeNull();
        Tree.Files(test.Outside).Should().BeEquivalentTo("first.txt");
    }

    [Fact]
    public async Task DeletedWorktree_CanStillBeWrittenAndFailsToBeTaken()
    {
        using var test = await ScratchRepository.CreateAsync();
        var tree = Path.Join(test.Base, "tree");
        await test.GitAsync("worktree", "add", "--quiet", "-b", "agent", tree);
        File.WriteAllText(Path.Join(tree, "new.txt"), "n");
        var snapshotter = await test.SnapshotterAsync();
        var snapshot = await snapshotter.TakeAsync(tree, [], CancellationToken.None);
        Directory.Delete(tree, recursive: true);

        var written = await snapshotter.MaterializeAsync(snapshot.Value!, test.Outside, CancellationToken.None);
        var again = await snapshotter.TakeAsync(tree, [], CancellationToken.None);

        written.Failure.Should().BeNull();
        File.ReadAllText(Path.Join(test.Outside, "new.txt")).Should().Be("n");
        again.Failure!.Problem.Should().Be(GitProblem.DirectoryMissing);
    }

    [Fact]
    public async Task TreeOfAnotherRepository_IsRefused()
    {
        using var test = await ScratchRepository.CreateAsync();
        using var other = await ScratchRepository.CreateAsync();

        var taken = await (await test.SnapshotterAsync()).TakeAsync(other.Root, [], CancellationToken.None);

        taken.Failure!.Problem.Should().Be(GitProblem.OtherRepository);
    }

    [Fact]
    public async Task RefWithLeadingDash_IsRefused()
    {
        using var test = await ScratchRepository.CreateAsync();

        var taken = await (await test.SnapshotterAsync()).TakeRefAsync("--all", CancellationToken.None);

        taken.Failure!.Problem.Should().Be(GitProblem.InvalidReference);
    }

    [Fact]
    public async Task OccupiedTarget_IsRefused()
    {
        using var test = await ScratchRepository.CreateAsync();
        var snapshotter = await test.SnapshotterAsync();
        var snapshot = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);

        var written = await snapshotter.MaterializeAsync(snapshot.Value!, test.Root, CancellationToken.None);

        written.Failure!.Problem.Should().Be(GitProblem.TargetNotEmpty);
    }

    [Fact]
    public async Task Prune_KeepsLiveSnapshotsAndFreesTheRest()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("new.txt", "n");
        var snapshotter = await test.SnapshotterAsync();
        var snapshot = (await snapshotter.TakeAsync(test.Root, [], CancellationToken.None)).Value!;
        var store = Path.Join(test.Root, ".git", "agent-sandbox", "snapshots");

        (await snapshotter.PruneObjectsAsync([snapshot.TreeHash], CancellationToken.None)).Value.Should().BeFalse();
        Directory.Exists(store).Should().BeTrue();

        (await snapshotter.PruneObjectsAsync([], CancellationToken.None)).Value.Should().BeTrue();
        Directory.Exists(store).Should().BeFalse();
        var again = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
        again.Value!.TreeHash.Should().Be(snapshot.TreeHash);
    }

    [Fact]
    public async Task LostObjects_AreWrittenAgain()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("new.txt", "n");
        var snapshotter = await test.SnapshotterAsync();
        var first = (await snapshotter.TakeAsync(test.Root, [], CancellationToken.None)).Value!;
        Directory.Delete(Path.Join(test.Root, ".git", "agent-sandbox", "snapshots", "objects"), recursive: true);
        test.Write("more.txt", "m");

        var second = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
        var written = await snapshotter.MaterializeAsync(second.Value!, test.Outside, CancellationToken.None);

        second.Value!.TreeHash.Should().NotBe(first.TreeHash);
        written.Failure.Should().BeNull();
        File.ReadAllText(Path.Join(test.Outside, "new.txt")).Should().Be("n");
    }

    [UnprivilegedFact]
    public async Task UnreadableFile_IsNamed()
    {
        using var test = await ScratchRepository.CreateAsync();
        Tree.MakeUnreadable(test.Write("locked.txt", "x"));

        var taken = await (await test.SnapshotterAsync()).TakeAsync(test.Root, [], CancellationToken.None);

        taken.Failure!.Problem.Should().Be(GitProblem.FileAccess);
        taken.Failure.Observed.Should().Contain("locked.txt");
    }

    private static async Task<Snapshot> TakeAndWriteAsync(ScratchRepository test, IReadOnlyList<string> include)
    {
        var snapshotter = await test.SnapshotterAsync();
        var taken = await snapshotter.TakeAsync(test.Root, include, CancellationToken.None);
        taken.Failure.Should().BeNull();
        var written = await snapshotter.MaterializeAsync(taken.Value!, test.Outside, CancellationToken.None);
        written.Failure.Should().BeNull();
        return written.Value!;
    }
}
