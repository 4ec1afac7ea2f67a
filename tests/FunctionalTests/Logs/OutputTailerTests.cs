using AgentSandbox.FunctionalTests.Processes;
using AgentSandbox.Orchestration.Logs;

namespace AgentSandbox.FunctionalTests.Logs;

public sealed class OutputTailerTests : IAsyncLifetime
{
    private readonly ProcessBench _bench = new();
    private readonly LogReader _reader = new();

    private string LogPath => Path.Combine(_bench.Directory, "orders.log");

    private LogSource Source => new(LogPath, "orders", LogStream.Run, 1);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [LinuxFact]
    public async Task Times_OfLinesWrittenApart_Differ()
    {
        await using var tailer = Tailer();
        using var following = tailer.Follow(LogPath);
        var child = _bench.Start(_bench.Sh("echo first; while ! test -e go; do sleep 0.02; done; echo second"));
        await Eventually.True(() => File.Exists(LogPath + ".times"));
        var between = DateTimeOffset.UtcNow;
        await Eventually.True(() => DateTimeOffset.UtcNow > between.AddMilliseconds(20));
        await File.WriteAllTextAsync(Path.Combine(_bench.Directory, "go"), "");
        await child.Exited;
        following.Dispose();

        var lines = _reader.Read(new LogQuery { Sources = [Source] }).Lines;

        lines.Select(l => l.Text).Should().Equal("first", "second");
        lines[0].Time.Should().BeOnOrBefore(between);
        lines[1].Time.Should().BeAfter(between);
        _reader.Read(new LogQuery { Sources = [Source], Since = between }).Lines.Select(l => l.Text).Should().Equal("second");
    }

    [LinuxFact]
    public async Task Host_Away_CatchesUpWithTheTimeOfTheLastWrite()
    {
        await _bench.Start(_bench.Sh("echo alone")).Exited;
        var written = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        File.SetLastWriteTimeUtc(LogPath, written.UtcDateTime);

        await using (var tailer = Tailer())
        {
            tailer.Follow(LogPath).Dispose();
        }

        await File.AppendAllTextAsync(LogPath, "later\n");
        _reader.Read(new LogQuery { Sources = [Source] }).Lines[0].Time.Should().Be(written);
    }

    [LinuxFact]
    public async Task Rotation_WhileTheChildWrites_BoundedInOrderAndNothingTwice()
    {
        const int Lines = 200_000;
        await using var tailer = Tailer(maxFileBytes: 100_000, maxRotatedFiles: 2);
        using var following = tailer.Follow(LogPath);
        var child = _bench.Start(_bench.Sh($"i=0; while [ $i -lt {Lines} ]; do i=$((i+1)); echo \"line $i of the output\"; done"));

        // Readers beside the rotation must never see a line twice, out of order, or torn.
        while (!child.Exited.IsCompleted)
        {
            AssertRising(_reader.Read(new LogQuery { Sources = [Source], TailLines = 3000, MaxBytes = int.MaxValue }));

            // On two cores a loop that never yields keeps the tailer itself from running.
            await Task.Yield();
        }

        following.Dispose();
        var all = _reader.Read(new LogQuery { Sources = [Source], TailLines = int.MaxValue, MaxBytes = int.MaxValue });

        AssertRising(all);
        all.Lines[^1].Text.Should().Be($"line {Lines} of the output");
        Directory.GetFiles(_bench.Directory, "orders.log.0*").Should().HaveCountGreaterThan(0).And.HaveCountLessThan(3);
        new FileInfo(LogPath).Length.Should().BeLessThan(5_000_000);
    }

    [LinuxFact]
    public async Task Flood_BetweenTwoLooks_IsCutToWhatIsKept()
    {
        const int Lines = 200_000;
        await File.WriteAllTextAsync(LogPath, string.Concat(Enumerable.Range(1, Lines).Select(i => $"line {i} of the output\n")));
        await using (var tailer = Tailer(maxFileBytes: 100_000, maxRotatedFiles: 2))
        {
            tailer.Follow(LogPath).Dispose();
        }

        var all = _reader.Read(new LogQuery { Sources = [Source], TailLines = int.MaxValue, MaxBytes = int.MaxValue });

        AssertRising(all);
        all.Lines.Should().HaveCountGreaterThan(1000);
        all.Lines[^1].Text.Should().Be($"line {Lines} of the output");
        Directory.GetFiles(_bench.Directory, "orders.log*").Sum(file => new FileInfo(file).Length).Should().BeLessThan(250_000);
    }

    [LinuxFact]
    public async Task Rotation_CursorBefore_StillValidAfter()
    {
        await using var tailer = Tailer(maxFileBytes: 1000, maxRotatedFiles: 3);
        await File.WriteAllTextAsync(LogPath, string.Concat(Enumerable.Range(0, 90).Select(i => $"old line {i}\n")));
        var cursor = _reader.Read(new LogQuery { Sources = [Source] }).Newer;

        tailer.Follow(LogPath).Dispose();
        await File.AppendAllTextAsync(LogPath, "new\n");

        new FileInfo(LogPath).Length.Should().Be(4);
        _reader.Read(new LogQuery { Sources = [Source], Cursor = cursor }).Lines.Select(l => l.Text).Should().Equal("new");
        _reader.Read(new LogQuery { Sources = [Source], TailLines = 2 }).Lines.Select(l => l.Text).Should().Equal("old line 89", "new");
    }

    [LinuxFact]
    public async Task Rotation_CrashedBeforeTheFileWasEmptied_NothingTwice()
    {
        var text = string.Concat(Enumerable.Range(0, 90).Select(i => $"old line {i}\n"));
        await File.WriteAllTextAsync(LogPath, text + "new\n");
        await File.WriteAllTextAsync(LogPath + ".00000000000000000000", text);
        await File.WriteAllTextAsync(LogPath + ".rotating", "");

        await using (var tailer = Tailer())
        {
            tailer.Follow(LogPath).Dispose();
        }

        _reader.Read(new LogQuery { Sources = [Source], TailLines = 1000 }).Lines.Should().HaveCount(91);
    }

    [LinuxFact]
    public async Task Files_DeletedWhileFollowed_OthersStillKept()
    {
        await using var tailer = Tailer();
        using var gone = tailer.Follow(Path.Combine(_bench.Directory, "gone", "output.log"));
        using var following = tailer.Follow(LogPath);

        await File.WriteAllTextAsync(LogPath, "x\n");

        await Eventually.True(() => File.Exists(LogPath + ".times"));
    }

    private static void AssertRising(LogPage page)
    {
        page.Lines.Where(l => !l.Text.StartsWith("line ") || !l.Text.EndsWith(" of the output")).Should().BeEmpty();
        var numbers = page.Lines.Select(l => int.Parse(l.Text.Split(' ')[1])).ToList();
        numbers.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    private OutputTailer Tailer(long maxFileBytes = 1_000_000, int maxRotatedFiles = 3) => new(
        new OutputTailerOptions { RootDirectory = _bench.Directory, MaxFileBytes = maxFileBytes, MaxRotatedFiles = maxRotatedFiles },
        TimeProvider.System);
}
