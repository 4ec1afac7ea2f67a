using System.Diagnostics;
using AgentSandbox.FunctionalTests.Hosting;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary><c>host run</c> in a terminal, ended by its signals.</summary>
public sealed class ForegroundHostTests
{
    [LinuxTheory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Signal_EndsTheHostCleanly(int signal)
    {
        await using var host = await ProductHost.CreateAsync();
        var start = new ProcessStartInfo("dotnet", [ProductFiles.Assembly, "host", "run", "--workspace", host.Repository.Root]) { RedirectStandardError = true };
        start.Environment["XDG_CACHE_HOME"] = host.Repository.WorkRoot;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        await Eventually.True(() => File.Exists(Path.Join(host.StateDirectory, "host.json")), "the host listens");
        host.Pid.Should().Be(process.Id);
        (await host.RunAsync("list")).ExitCode.Should().Be(0);

        await Signals.SendAsync(signal, process.Id);

        await process.WaitForExitAsync().WaitAsync(TestTimeouts.Default);
        process.ExitCode.Should().Be(0);
        File.Exists(Path.Join(host.StateDirectory, "host.json")).Should().BeFalse();
        (await process.StandardError.ReadToEndAsync()).Should().Contain("Listening on").And.NotContain(host.Token);
    }
}
