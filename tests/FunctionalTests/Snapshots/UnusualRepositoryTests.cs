using AgentSandbox.FunctionalTests.Git;
using AgentSandbox.Orchestration.Git;
using AgentSandbox.Orchestration.Snapshots;

namespace AgentSandbox.FunctionalTests.Snapshots;

public sealed class UnusualRepositoryTests
{
    [Fact]
    public async Task WorktreeOfBareRepository_IsTakenAndWritten()
    {
        using var test = await ScratchRepository.CreateAsync();
        var bare = Path.Join(test.Base, "bare: \"repo\".git");
        await test.GitAsync("clone", "--quiet", "--bare", test.Root, bare);
        var tree = Path.Join(test.Base, "tree");
        await ScratchRepository.RunAsync(bare, "worktree", "add", "--quiet", tree, "main");

        await TakeAndWriteAsync(test, tree);
    }

    [Fact]
    public async Task Submodule_IsARepositoryOfItsOwn()
    {
        using var test = await ScratchRepository.CreateAsync();
        using var outer = await ScratchRepository.CreateAsync();
        await outer.GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", test.Root, "module");
        await outer.CommitAsync("module");

        await TakeAndWriteAsync(test, Path.Join(outer.Root, "module"));
        var snapshotter = await outer.SnapshotterAsync();
        var taken = await snapshotter.TakeAsync(outer.Root, [], CancellationToken.None);
        await snapshotter.MaterializeAsync(taken.Value!, outer.Outside, CancellationToken.None);

        (await outer.OpenAsync()).HasSubmodules.Should().BeTrue();
        Directory.EnumerateFileSystemEntries(Path.Join(outer.Outside, "module")).Should().BeEmpty();
    }

    [Fact]
    public async Task Sha256Repository_IsTakenAndWritten()
    {
        using var test = await ScratchRepository.CreateAsync();
        var tree = Path.Join(test.Base, "tree");
        await ScratchRepository.RunAsync(test.Base, "init", "--quiet", "--object-format=sha256", tree);
        File.WriteAllText(Path.Join(tree, "readme.txt"), "one");

        var snapshot = await TakeAndWriteAsync(test, tree);

        snapshot.TreeHash.Should().HaveLength(64);
    }

    [Fact]
    public async Task LineEndings_AreGitsOwn()
    {
        using var test = await ScratchRepository.CreateAsync();
        await test.GitAsync("config", "core.safecrlf", "true");
        test.Write(".gitattributes", "*.crlf text eol=crlf\n");
        test.Write("a.crlf", "one\ntwo\r\n");

        await TakeAndWriteAsync(test, test.Root);

        File.ReadAllText(Path.Join(test.Outside, "a.crlf")).Should().Be("one\r\ntwo\r\n");
    }

    [Fact]
    public async Task HooksOfTheUser_DoNotRun()
    {
        using var test = await ScratchRepository.CreateAsync();
        foreach (var hook in new[] { "post-checkout", "post-index-change", "reference-transaction" })
        {
            Tree.MakeExecutable(test.Write(".git/hooks/" + hook, "#!/bin/sh\ntouch '" + test.Base + "/hook-ran'\n"));
        }

        await TakeAndWriteAsync(test, test.Root);
        var repository = await test.OpenAsync();
        var added = await repository.AddDetachedWorktreeAsync(Path.Join(test.Base, "tree"), repository.HeadCommit!, CancellationToken.None);

        added.Failure.Should().BeNull();
        File.Exists(Path.Join(test.Base, "hook-ran")).Should().BeFalse();
    }

    private static async Task<Snapshot> TakeAndWriteAsync(ScratchRepository test, string tree)
    {
        var snapshotter = new Snapshotter(test.Client, await test.LocateAsync(tree), TimeProvider.System);
        File.WriteAllText(Path.Join(tree, "new.txt"), "new");
        var taken = await snapshotter.TakeAsync(tree, [], CancellationToken.None);
        taken.Failure.Should().BeNull();
        var written = await snapshotter.MaterializeAsync(taken.Value!, test.Outside, CancellationToken.None);
        written.Failure.Should().BeNull();
        File.ReadAllText(Path.Join(test.Outside, "readme.txt")).Should().Be("one");
        File.ReadAllText(Path.Join(test.Outside, "new.txt")).Should().Be("new");
        return written.Value!;
    }
}
