using AgentSandbox.FunctionalTests.Git;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.FunctionalTests.Snapshots;

public sealed class DirectorySnapshotTests
{
    [Fact]
    public async Task Materialized_HasAllFilesExceptBuildOutput()
    {
        using var test = ScratchRepository.WithoutGit();
        test.Write("agent-sandbox.yaml", "version: 1");
        test.Write("a b/ünï\n.txt", "x");
        test.Write("empty", "");
        test.Write("api/Api.csproj", "<Project/>");
        test.Write("api/bin/Api.dll", "built");
        test.Write("api/obj/x", "built");
        test.Write("tools/bin/run", "a script");
        test.Write("web/node_modules/m/index.js", "x");
        test.Write("web/node_modules/kept/index.js", "x");
        Tree.MakeExecutable(Path.Join(test.Root, "tools/bin/run"));
        File.CreateSymbolicLink(Path.Join(test.Root, "loop"), ".");
        File.CreateSymbolicLink(Path.Join(test.Root, "leaving"), "/etc/hostname");
        var snapshotter = await test.SnapshotterAsync();

        var taken = await snapshotter.TakeAsync(test.Root, ["web/node_modules/kept"], CancellationToken.None);
        var written = await snapshotter.MaterializeAsync(taken.Value!, test.Outside, CancellationToken.None);

        taken.Value!.Kind.Should().Be(SnapshotKind.Directory);
        written.Value.Should().BeEquivalentTo(taken.Value);
        Tree.Files(test.Outside).Should().BeEquivalentTo(
            "agent-sandbox.yaml", "a b/ünï\n.txt", "empty", "api/Api.csproj", "tools/bin/run", "web/node_modules/kept/index.js", "loop", "leaving");
        new FileInfo(Path.Join(test.Outside, "loop")).LinkTarget.Should().Be(".");
        Tree.IsExecutable(Path.Join(test.Outside, "tools/bin/run")).Should().BeTrue();
    }

    [Fact]
    public async Task Hash_FollowsContentModeAndNames()
    {
        using var test = ScratchRepository.WithoutGit();
        test.Write("a.txt", "one");
        var snapshotter = await test.SnapshotterAsync();
        async Task<string> HashAsync() => (await snapshotter.ComputeHashAsync(test.Root, [], CancellationToken.None)).Value!;

        var hashes = new List<string> { await HashAsync() };
        test.Write("a.txt", "two");
        hashes.Add(await HashAsync());
        Tree.MakeExecutable(Path.Join(test.Root, "a.txt"));
        hashes.Add(await HashAsync());
        File.Move(Path.Join(test.Root, "a.txt"), Path.Join(test.Root, "b.txt"));
        hashes.Add(await HashAsync());

        hashes.Should().OnlyHaveUniqueItems();
        (await HashAsync()).Should().Be(hashes[^1]);
    }

    [Fact]
    public async Task ChangeBetweenTakingAndWriting_ChangesTheHashOfWhatWasWritten()
    {
        using var test = ScratchRepository.WithoutGit();
        test.Write("a.txt", "one");
        var snapshotter = await test.SnapshotterAsync();
        var taken = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
        test.Write("a.txt", "changed");

        var written = await snapshotter.MaterializeAsync(taken.Value!, test.Outside, CancellationToken.None);

        written.Value!.TreeHash.Should().NotBe(taken.Value!.TreeHash)
            .And.Be((await snapshotter.ComputeHashAsync(test.Root, [], CancellationToken.None)).Value);
    }

    [Fact]
    public async Task DeletedTreeAndReference_AreTypedFailures()
    {
        using var test = ScratchRepository.WithoutGit();
        var snapshotter = await test.SnapshotterAsync();
        Directory.Delete(test.Root);

        var taken = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
        var reference = await snapshotter.TakeRefAsync("main", CancellationToken.None);

        taken.Failure!.Problem.Should().Be(GitProblem.DirectoryMissing);
        reference.Failure!.Problem.Should().Be(GitProblem.NotARepository);
    }
}
