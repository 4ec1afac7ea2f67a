using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Hosting;

/// <summary>How a host comes to be: on demand, once, and with files that only its owner can read.</summary>
public sealed class HostStartTests
{
    [Fact]
    public async Task SixClientsAtOnce_ShareOneHost()
    {
        await using var host = await ProductHost.CreateAsync();
        var tree = await host.Repository.AddWorktreeAsync("other");

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => host.RunAsync("list", "--workspace", i % 2 == 0 ? host.Repository.Root : tree)));

        runs.Should().OnlyContain(run => run.ExitCode == 0);
        Listened(host).Should().Be(1);
    }

    [Fact]
    public async Task FilesOfAHost_AreItsOwnersAlone_AndNoneButTheTokenFileHasTheToken()
    {
        await using var host = await ProductHost.CreateAsync();

        (await host.RunAsync("list")).ExitCode.Should().Be(0);

        host.Token.Should().MatchRegex("^[0-9a-f]{64}$");
        foreach (var file in Directory.EnumerateFiles(host.StateDirectory))
        {
            if (!OperatingSystem.IsWindows())
            {
                (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).Should().Be(UnixFileMode.None, file);
            }

            if (Path.GetFileName(file) is not ("host.token" or "host.lock"))
            {
                using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                (await reader.ReadToEndAsync()).Should().NotContain(host.Token, file);
            }
        }
    }

    [Fact]
    public async Task RecordOfADeadHost_AndItsLockFiles_DoNotMatter()
    {
        await using var host = await ProductHost.CreateAsync();
        Directory.CreateDirectory(host.StateDirectory);
        File.WriteAllText(Path.Join(host.StateDirectory, "host.lock"), "");
        File.WriteAllText(Path.Join(host.StateDirectory, "host.start.lock"), "");
        File.WriteAllText(Path.Join(host.StateDirectory, "host.token"), new string('a', 64));
        File.WriteAllText(
            Path.Join(host.StateDirectory, "host.json"),
            """{"pid":1,"process":"1@12345@another-boot","version":"0.1.0","port":1,"started_at":"2020-01-01T00:00:00Z","executable":"x","workspace":"/"}""");

        (await host.RunAsync("list")).ExitCode.Should().Be(0);

        host.Pid.Should().NotBe(1);
    }

    [Fact]
    public async Task BrokenConfiguration_TellsEveryProblemWithItsPlace()
    {
        await using var host = await ProductHost.CreateAsync("version: 1\ntrunk: main\nservices:\n  one:\n    runn: x\n    health: 12\n  Two: 3\n");

        var (exitCode, _, error) = await host.RunAsync("list");

        exitCode.Should().Be(3);
        error.Should().Contain("configuration_invalid").And.Contain("agent-sandbox.yaml:5").And.Contain("agent-sandbox.yaml:7").And.Contain("Next:");
        (await host.RunAsync("host", "status")).ExitCode.Should().Be(1);
    }

    [Fact]
    public async Task PortOfTheHost_TakenByAStranger_IsNamed_AndAnotherCanBeChosen()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);
        var port = host.Endpoint.Port;
        (await host.RunAsync("host", "stop")).ExitCode.Should().Be(0);
        using var stranger = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        stranger.Start();

        var (exitCode, _, error) = await host.RunAsync("list");

        exitCode.Should().Be(3);
        error.Should().Contain("port_in_use").And.Contain($"{port}").And.Contain("host restart --port 0");
        (await host.RunAsync("host", "restart", "--port", "0")).ExitCode.Should().Be(0);
        host.Endpoint.Port.Should().NotBe(port);
    }

    [Fact]
    public async Task ForegroundHost_SecondOne_IsToldWhoRuns()
    {
        await using var host = await ProductHost.CreateAsync();
        (await host.RunAsync("list")).ExitCode.Should().Be(0);

        var (exitCode, _, error) = await host.RunAsync("host", "run");

        exitCode.Should().Be(3);
        error.Should().Contain("already runs").And.Contain($"{host.Pid}");
    }

    private static int Listened(ProductHost host)
    {
        using var reader = new StreamReader(new FileStream(Path.Join(host.StateDirectory, "host.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n').Count(line => line.Contains("HostProcess: Listening on", StringComparison.Ordinal));
    }
}
