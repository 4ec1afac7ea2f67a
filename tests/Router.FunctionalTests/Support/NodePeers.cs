using System.Diagnostics;
using System.Reflection;

namespace AgentSandbox.Router.FunctionalTests.Support;

/// <summary>Installs the gRPC peers once, below artifacts, and runs them.</summary>
internal static class NodePeers
{
    private static readonly SemaphoreSlim s_installing = new(1);

    /// <summary>The folder of the sources.</summary>
    public static string Repository => FindRepository();

    public static async Task<string> InstallAsync()
    {
        var root = Repository;
        var folder = Path.Combine(root, "artifacts", "test-cache", "router-grpc");
        await s_installing.WaitAsync();
        try
        {
            Directory.CreateDirectory(folder);
            var changed = false;
            foreach (var source in Directory.GetFiles(Path.Combine(root, "tests", "Router.FunctionalTests", "grpc")))
            {
                var target = Path.Combine(folder, Path.GetFileName(source));
                changed |= source.EndsWith(".json", StringComparison.Ordinal) && (!File.Exists(target) || await File.ReadAllTextAsync(source) != await File.ReadAllTextAsync(target));
                File.Copy(source, target, overwrite: true);
            }

            var done = Path.Combine(folder, "installed");
            if (changed || !File.Exists(done))
            {
                await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
                await File.WriteAllTextAsync(done, "");
            }

            return folder;
        }
        finally
        {
            s_installing.Release();
        }
    }

    public static Process Start(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!; // null only when a process is reused, which needs a shell
    }

    public static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = Start(folder, command, arguments);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.Should().Be(0, "{0} {1} said {2}", command, string.Join(' ', arguments), await errors);
            return await output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string FindRepository()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "AgentSandbox.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
