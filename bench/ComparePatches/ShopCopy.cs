using System.Diagnostics;

namespace AgentSandbox.Bench.ComparePatches;

/// <summary>A copy of Shop's sources that can be changed, and the builds made from it.</summary>
internal sealed class ShopCopy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agent-sandbox-patches-").FullName;

    public ShopCopy(string shop)
    {
        foreach (var file in Directory.EnumerateFiles(shop, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(shop, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                var target = Path.Combine(_folder, "Shop", relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!); // A file has a folder.
                File.Copy(file, target);
            }
        }
    }

    /// <summary>Builds a service with the edits, into a folder of its own, and takes the edits back. Returns the program.</summary>
    public async Task<string> BuildAsync(string name, string service, IReadOnlyList<Edit> edits)
    {
        var folder = Path.Combine(_folder, "Shop", service);
        var before = edits.Select(edit => edit.File).Distinct().ToDictionary(file => file, file => File.ReadAllText(Path.Combine(folder, file)));
        try
        {
            foreach (var edit in edits)
            {
                Apply(Path.Combine(folder, edit.File), edit);
            }

            var target = Path.Combine(_folder, "built", name);
            await RunAsync(folder, ["build", "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly", "-o", target]);
            return Path.Combine(target, service + ".dll");
        }
        finally
        {
            foreach (var (file, text) in before)
            {
                File.WriteAllText(Path.Combine(folder, file), text);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Apply(string path, Edit edit)
    {
        var parts = File.ReadAllText(path).Split(edit.Find);
        if (parts.Length != 2)
        {
            throw new InvalidOperationException($"'{edit.Find}' stands {parts.Length - 1} times in {edit.File}.");
        }

        File.WriteAllText(path, string.Join(edit.Replace, parts));
    }

    private static async Task RunAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!; // Without a shell there is always a new process.
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{folder} does not build:\n{output}");
        }
    }
}
