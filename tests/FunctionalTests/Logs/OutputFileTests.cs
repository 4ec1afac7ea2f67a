using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Logs.Files;

namespace AgentSandbox.FunctionalTests.Logs;

public sealed class OutputFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateDirectory(Path.Combine(MemoryFileSystemFactAttribute.Root, Path.GetRandomFileName())).FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [MemoryFileSystemFact]
    public void Rotation_WithoutRemovingBeginnings_CopiesAndEmpties()
    {
        var path = Path.Combine(_directory, "output.log");
        using var writer = new FileStream(path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        var file = new OutputFile(path, new OutputTailerOptions { RootDirectory = _directory, MaxFileBytes = 5000, MaxRotatedFiles = 10 });
        for (var i = 0; i < 1000; i++)
        {
            // .NET remembers the end at opening, so go to the end as O_APPEND does.
            writer.Position = new FileInfo(path).Length;
            writer.Write(System.Text.Encoding.ASCII.GetBytes($"line {i}\n"));
            file.Observe();
        }

        Directory.GetFiles(_directory, "output.log.0*").Should().NotBeEmpty();
        new FileInfo(path).Length.Should().BeLessThan(5000);
        LogReader.LastLines(path, 1000, int.MaxValue).Should().Equal(Enumerable.Range(0, 1000).Select(i => $"line {i}"));
    }
}
