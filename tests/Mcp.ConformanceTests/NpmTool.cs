using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AgentSandbox.Mcp.ConformanceTests;

/// <summary>
/// A tool of the npm registry, installed from a committed lock file into <c>artifacts/npm</c> with the Node that the
/// lock file names, once for all tests and processes.
/// </summary>
internal sealed class NpmTool
{
    private static readonly ConcurrentDictionary<string, Lazy<NpmTool>> s_installed = new(StringComparer.Ordinal);

    private static readonly TimeSpan s_installTimeout = TimeSpan.FromMinutes(5);

    private NpmTool(string directory, string package)
    {
        NodePath = Path.Combine(directory, "node_modules", "node", "bin", "node");
        BinPath = BinOf(Path.Combine(directory, "node_modules", package));
    }

    /// <summary>The official conformance suite, stable version.</summary>
    public static NpmTool Conformance01 => Get("conformance-0.1", "@modelcontextprotocol/conformance");

    /// <summary>The official conformance suite with the requirement sets of the protocol versions.</summary>
    public static NpmTool Conformance02 => Get("conformance-0.2", "@modelcontextprotocol/conformance");

    /// <summary>The MCP Inspector, for its command line.</summary>
    public static NpmTool Inspector => Get("inspector", "@modelcontextprotocol/inspector");

    public string NodePath { get; }

    /// <summary>The script to give to Node.</summary>
    public string BinPath { get; }

    /// <summary>Runs the tool and returns its exit code and output; the process is ended with its children after the time-out.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<string> arguments, TimeSpan timeout) =>
        RunProcessAsync(NodePath, [BinPath, .. arguments], Path.GetTempPath(), timeout);

    private static NpmTool Get(string name, string package) =>
        s_installed.GetOrAdd(name, n => new Lazy<NpmTool>(() => Install(n, package))).Value;

    private static NpmTool Install(string name, string package)
    {
        var root = RepositoryRoot();
        var source = Path.Combine(root, "tests", "Mcp.ConformanceTests", "npm", name);
        var target = Path.Combine(root, "artifacts", "npm", name);
        var lockFile = Path.Combine(source, "package-lock.json");
        var wanted = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(lockFile)));
        var stamp = Path.Combine(target, ".installed");

        // Other test processes install too; a mutex belongs to a thread, so everything below stays on this one.
        using var mutex = new Mutex(false, "agent-sandbox-npm-" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(target)))[..16]);
        TakeMutex(mutex);
        try
        {
            if (!File.Exists(stamp) || File.ReadAllText(stamp) != wanted)
            {
                Directory.CreateDirectory(target);
                File.Copy(Path.Combine(source, "package.json"), Path.Combine(target, "package.json"), overwrite: true);
                File.Copy(lockFile, Path.Combine(target, "package-lock.json"), overwrite: true);
                var (exitCode, output, error) = RunProcessAsync("npm", ["ci", "--no-audit", "--no-fund"], target, s_installTimeout).GetAwaiter().GetResult();
                if (exitCode != 0)
                {
                    throw new InvalidOperationException($"'npm ci' for '{name}' failed with exit code {exitCode}.\n{output}\n{error}");
                }

                File.WriteAllText(stamp, wanted);
            }

            return new NpmTool(target, package);
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    private static void TakeMutex(Mutex mutex)
    {
        try
        {
            if (!mutex.WaitOne(s_installTimeout))
            {
                throw new TimeoutException("Another process has been installing npm packages for too long.");
            }
        }
        catch (AbandonedMutexException)
        {
            // The other process died; the missing stamp makes us install again.
        }
    }

    private static string BinOf(string packageDirectory)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(packageDirectory, "package.json")));
        var bin = manifest.RootElement.GetProperty("bin");
        var script = bin.ValueKind == JsonValueKind.String ? bin.GetString() : bin.EnumerateObject().First().Value.GetString();
        return Path.GetFullPath(Path.Combine(packageDirectory, script ?? throw new InvalidOperationException($"'{packageDirectory}' has no bin.")));
    }

    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "AgentSandbox.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"'{AppContext.BaseDirectory}' is not below the repository.");
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunProcessAsync(
        string file, IEnumerable<string> arguments, string directory, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{file}' did not start.");
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{file} {string.Join(' ', start.ArgumentList)}' took more than {timeout}.");
        }
    }
}
