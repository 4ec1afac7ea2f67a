using System.Text.Json;

namespace AgentSandbox.FunctionalTests.CommandLine;

public sealed class DoctorTests
{
    [Fact]
    public async Task SoundRepository_IsFine()
    {
        using var repository = await TestRepository.CreateAsync();

        var run = await InProcess.RunAsync(["doctor", "--workspace", repository.Root]);

        run.ExitCode.Should().Be(0, run.Output);
        run.Output.Should().Contain("git version").And.Contain("3 services").And.Contain("does not run").And.NotContain("✖");
    }

    [Fact]
    public async Task BrokenConfiguration_IsShownProblemByProblem()
    {
        using var repository = await TestRepository.CreateAsync("version: 1\nservices:\n  one:\n    runn: x\n    health: 12\n");

        var run = await InProcess.RunAsync(["doctor", "--json", "--workspace", repository.Root]);

        run.ExitCode.Should().Be(3);
        var wrong = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().Where(finding => finding.GetProperty("severity").GetString() == "Wrong").ToList();
        wrong.Should().HaveCountGreaterThan(1).And.OnlyContain(finding => finding.GetProperty("subject").GetString() == "configuration");
        wrong.Should().Contain(finding => finding.GetProperty("observed").GetString()!.Contains("agent-sandbox.yaml:4"));
    }

    [Fact]
    public async Task NoConfigurationAndNoGit_SaysWhatToRun()
    {
        using var directory = new TemporaryDirectory();

        var run = await InProcess.RunAsync(["doctor", "--workspace", directory.Path]);

        run.ExitCode.Should().Be(3);
        run.Output.Should().Contain("agent-sandbox init").And.Contain("not in a git repository");
    }
}
