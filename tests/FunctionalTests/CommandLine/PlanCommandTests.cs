using System.Text.Json;
using System.Xml.Linq;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.CommandLine;

/// <summary>What CI types: the exit code is the verdict, and the reports are files.</summary>
public sealed class PlanCommandTests
{
    private const string Passing = """
        version: 1
        purpose: The edit is served
        parameters: { wanted: { default: edited } }
        steps:
          - id: edited
            request: { service: one, path: /chain }
            expect: { json: { $.downstream: { contains: "${params.wanted}" } } }
        """;

    [Fact]
    public async Task Run_ExitCodeIsTheVerdict_AndReportsAreWritten()
    {
        await using var host = await ProductHost.CreateAsync();
        host.Repository.Write("three/version.txt", "edited");
        host.Repository.Write("plans/edit.yaml", Passing);
        host.Repository.Write("skipped.yaml", "version: 1\npurpose: Nothing\nsteps:\n  - id: never\n    when: \"false\"\n    request: { service: three, path: / }\n");
        host.Repository.Write("broken.yaml", "version: 1\nsteps: []\n");
        (await host.RunAsync("create", "pr-1")).ExitCode.Should().Be(0);
        (await host.RunAsync("deploy", "pr-1", "three")).ExitCode.Should().Be(0);
        var reports = Path.Join(host.Repository.WorkRoot, "reports");
        Directory.CreateDirectory(reports);
        string Report(string name) => Path.Join(reports, name);

        var passed = await host.RunAsync(
            "plan", "run", "pr-1", "edit", "--junit", Report("run.xml"), "--markdown", Report("run.md"), "--html", Report("run.html"), "--report-json", Report("run.json"));

        passed.ExitCode.Should().Be(0, passed.Output + passed.Error);
        passed.Output.Should().StartWith("PASS");
        passed.Error.Should().Contain("0 of 1 steps ended", "progress is live");
        XDocument.Load(Report("run.xml")).Descendants("testcase").Should().HaveCount(2, "the step and the verdict");
        JsonDocument.Parse(File.ReadAllText(Report("run.json"))).RootElement.GetProperty("verdict").GetString().Should().Be("pass");
        File.ReadAllText(Report("run.md")).Should().Contain("Pass");
        File.ReadAllText(Report("run.html")).Should().Contain("<!DOCTYPE html>");

        var asJson = await host.RunAsync("plan", "run", "pr-1", "edit", "--json");
        JsonDocument.Parse(asJson.Output).RootElement.GetProperty("schemaVersion").GetInt32().Should().Be(1, "it is the documented report");

        var failed = await host.RunAsync("plan", "run", "pr-1", "edit", "--param", "wanted=something else");
        failed.ExitCode.Should().Be(1, failed.Output + failed.Error);
        failed.Output.Should().StartWith("FAIL").And.Contain("something else");
        (await host.RunAsync("plan", "run", "pr-1", "skipped.yaml")).ExitCode.Should().Be(2);
        (await host.RunAsync("plan", "run", "pr-1", "broken.yaml")).Should().Match<(int Code, string Output, string Error)>(run => run.Code == 3 && run.Error.Contains("plan_invalid"));
        (await host.RunAsync("plan", "run", "pr-1", "edits")).Should().Match<(int Code, string Output, string Error)>(run => run.Code == 3 && run.Error.Contains("Did you mean \"edit\"?"));
        (await host.RunAsync("plan", "run", "pr-1", "missing.yaml")).ExitCode.Should().Be(3);
        (await host.RunAsync("plan", "run", "pr-1", "edit", "--param", "wanted")).ExitCode.Should().Be(3);
        (await host.RunAsync("plan", "run", "pr-2", "edit")).ExitCode.Should().Be(3);
        var unwritten = await host.RunAsync("plan", "run", "pr-1", "edit", "--html", Report("no/such/folder/run.html"));
        unwritten.ExitCode.Should().Be(3, unwritten.Error);
        unwritten.Output.Should().StartWith("PASS");
        unwritten.Error.Should().Contain("no/such/folder").And.NotContain("   at ");
    }

    [Fact]
    public async Task Run_OutsideOfEveryRepository_IsNoFailedPlan()
    {
        var run = await InProcess.RunAsync(["plan", "run", "pr-1", "edit", "--workspace", "/no/such/directory"]);

        run.ExitCode.Should().Be(3, run.Error);
        run.Error.Should().Contain("tree_unavailable");
    }

    [Fact]
    public async Task CheckAndList_KnowTheTree_WhereverInItTheyAreStarted()
    {
        using var repository = await TestRepository.CreateAsync();
        repository.Write("plans/edit.yaml", Passing);
        var inside = Path.Join(repository.Root, "three");

        (await InProcess.RunAsync(["plan", "list", "--workspace", inside])).Output.Should().Contain("edit: The edit is served (wanted=edited)");
        (await InProcess.RunAsync(["plan", "check", "--workspace", inside])).Should().Match<(int Code, string Output, string Error)>(run =>
            run.Code == 0 && run.Output.Contains("plans/edit.yaml: 1 steps.", StringComparison.Ordinal));

        repository.Write("plans/other.yaml", Passing.Replace("service: one", "service: onne", StringComparison.Ordinal));

        var broken = await InProcess.RunAsync(["plan", "check", "--workspace", inside]);
        broken.ExitCode.Should().Be(3);
        broken.Error.Should().Contain("other.yaml:6:").And.Contain("one");
        (await InProcess.RunAsync(["plan", "list", "--workspace", inside])).Output.Should().Contain("other: broken");
    }
}
