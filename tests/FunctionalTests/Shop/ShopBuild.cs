using System.Diagnostics;

namespace AgentSandbox.FunctionalTests.Shop;

/// <summary>The sample as a stranger would have it: copied out of this repository and built there, all services at once.</summary>
public sealed class ShopBuild : IAsyncLifetime
{
    internal static IReadOnlyList<string> Services { get; } = ["Frontend", "Catalog", "Orders", "Payments", "Inventory", "Shipping"];

    internal string Folder { get; } = Directory.CreateTempSubdirectory("shop-").FullName;

    public async Task InitializeAsync()
    {
        Copy(new DirectoryInfo(Source()), Folder);
        await Task.WhenAll(Services.Select(BuildAsync));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Builds a service once more, with one of its files changed, and returns what to run.</summary>
    internal async Task<string> BuildVariantAsync(string name, string service, string file, Func<string, string> edit)
    {
        var folder = Path.Combine("variants", name, service);
        Copy(new DirectoryInfo(Path.Combine(Folder, service)), Path.Combine(Folder, folder));
        var path = Path.Combine(Folder, folder, file);
        var before = await File.ReadAllTextAsync(path);
        var after = edit(before);
        after.Should().NotBe(before);
        await File.WriteAllTextAsync(path, after);
        await BuildAsync(folder);
        return Path.Combine(Folder, folder, "bin/Release/net10.0", $"{service}.dll");
    }

    private static string Source()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentSandbox.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository."), "samples", "Shop");
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj")))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }

    private async Task BuildAsync(string service)
    {
        // To a file and not to a pipe: build servers outlive the build and would hold a pipe open.
        var log = Path.Combine(Folder, $"{service.Replace(Path.DirectorySeparatorChar, '-')}.build.log");
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet", ["build", "-c", "Release", "--nologo", "-nodeReuse:false", "-clp:Verbosity=quiet;NoSummary", $"-flp:LogFile={log};Verbosity=minimal"])
        {
            WorkingDirectory = Path.Combine(Folder, service),
        }) ?? throw new InvalidOperationException("dotnet did not start.");
        await build.WaitForExitAsync();
        build.ExitCode.Should().Be(0, "{0} builds alone: {1}", service, await File.ReadAllTextAsync(log));
    }
}
