using AgentSandbox.FunctionalTests.Git;

namespace AgentSandbox.FunctionalTests.Snapshots;

public sealed class ConcurrentSnapshotTests
{
    [Fact]
    public async Task TwentyWorktreesAtOnce_GetTheirOwnTrees()
    {
        using var test = await ScratchRepository.CreateAsync();
        var trees = Enumerable.Range(0, 20).Select(i => Path.Join(test.Base, "tree" + i)).ToArray();
        for (var i = 0; i < trees.Length; i++)
        {
            await test.GitAsync("worktree", "add", "--quiet", "-b", "agent" + i, trees[i]);
            File.WriteAllText(Path.Join(trees[i], "mine.txt"), "tree " + i);
        }

        var snapshotter = await test.SnapshotterAsync();
        var contents = await Task.WhenAll(trees.Select(async tree =>
        {
            var taken = await snapshotter.TakeAsync(tree, [], CancellationToken.None);
            taken.Failure.Should().BeNull();
            var written = await snapshotter.MaterializeAsync(taken.Value!, tree + ".out", CancellationToken.None);
            written.Failure.Should().BeNull();
            return (taken.Value!.Branch, await File.ReadAllTextAsync(Path.Join(tree + ".out", "mine.txt")));
        }));

        contents.Should().Equal(Enumerable.Range(0, 20).Select(i => ((string?)("agent" + i), "tree " + i)));
    }

    [Fact]
    public async Task OneTreeManyTimesAtOnceWhilePruning_GivesOneHash()
    {
        using var test = await ScratchRepository.CreateAsync();
        test.Write("new.txt", "n");
        var snapshotter = await test.SnapshotterAsync();

        var hashes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            await snapshotter.PruneObjectsAsync([], CancellationToken.None);
            return (await snapshotter.ComputeHashAsync(test.Root, [], CancellationToken.None)).Value;
        }));

        hashes.Distinct().Should().ContainSingle().Which.Should().NotBeNull();
    }

    [Fact]
    public async Task FilesThatComeAndGoMeanwhile_AreTolerated()
    {
        using var test = await ScratchRepository.CreateAsync();
        var snapshotter = await test.SnapshotterAsync();
        using var stop = new CancellationTokenSource();
        var busy = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var file = test.Write($"busy/{i % 50}.txt", new string('x', i % 1000));
                test.Write("src/app.txt", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if (i % 2 == 0)
                {
                    File.Delete(file);
                }
            }
        });

        for (var i = 0; i < 15; i++)
        {
            var taken = await snapshotter.TakeAsync(test.Root, [], CancellationToken.None);
            taken.Failure.Should().BeNull();
            (await snapshotter.MaterializeAsync(taken.Value!, Path.Join(test.Base, "out" + i), CancellationToken.None)).Failure.Should().BeNull();
        }

        await stop.CancelAsync();
        await busy;
    }
}
