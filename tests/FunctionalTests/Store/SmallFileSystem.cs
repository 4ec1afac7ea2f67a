using AgentSandbox.Orchestration.Processes;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Store;

/// <summary>A file system of 64 kB, to be filled.</summary>
internal sealed class SmallFileSystem : IAsyncDisposable
{
    private SmallFileSystem(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Join(Path, "filler");

    public static async Task<SmallFileSystem> MountAsync(string path)
    {
        Directory.CreateDirectory(path);
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path);
        return new SmallFileSystem(path);
    }

    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", Path);

    private static async Task RunAsync(string command, params string[] arguments)
    {
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec { FileName = command, Arguments = arguments, WorkingDirectory = "/", Environment = MinimalEnvironment.FromCurrent() },
            CancellationToken.None);
        result.Success.Should().BeTrue(result.ErrorText);
    }
}
