using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Processes;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests.Demo;

/// <summary>The demo in a cluster as a newcomer runs it, by the program itself: it checks its claims, and its exit code tells.</summary>
public sealed class ClusterDemoTests
{
    // Ctrl-C takes the same way in the program, but its own signal is ignored by whatever a shell has put into the background.
    private const int Terminate = 15;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    [OurClusterFact]
    public async Task Demo_ProvesEveryClaim_AndLeavesNothingInTheCluster()
    {
        using var files = new TemporaryDirectory();
        using var api = TestCluster.Open();
        var space = NewName();

        using var demo = await StartAsync(files, space, "--json");
        var output = demo.StandardOutput.ReadToEndAsync();
        var error = await demo.StandardError.ReadToEndAsync();
        await demo.WaitForExitAsync();

        var report = JsonDocument.Parse(await output).RootElement;
        var steps = report.GetProperty("steps").EnumerateArray().ToList();
        demo.ExitCode.Should().Be(0, $"{report} {error}");
        report.GetProperty("passed").GetBoolean().Should().BeTrue();
        steps.Should().OnlyContain(step => step.GetProperty("proven").GetBoolean());
        steps.Select(step => step.GetProperty("claim").GetString()).Should().ContainInOrder(
            "The shop runs as pods: six Deployments, six Services",
            "install brings the operator, with rights to this namespace alone",
            "enroll puts two routers in front of the six Services",
            "Nothing of the shop but its Services was touched, and no pod was restarted",
            "The baseline answers from trunk",
            "With the key, payments r1 answers: 1.5 %",
            "Without the key, nothing has changed",
            "deploy_fork fails and says where",
            "With the key, payments r3 answers: 1.0 %",
            "read_logs shows what the fork said, and nobody else",
            "deploy_fork fails and shows the last words of the pod",
            "A request that still carries its key is refused, and not answered by old code",
            "Every object of the namespace is as it was before the sandbox",
            "uninstall gives every Service back",
            "The shop is as it was before the installation, and nothing else is there",
            "What the demo made in the cluster is gone",
            "The directory of the demo is removed");
        await NothingIsLeftAsync(api, space, files);
    }

    [OurClusterFact]
    public async Task Interruption_WhenTheOperatorIsThere_RemovesEverything()
    {
        using var files = new TemporaryDirectory();
        using var api = TestCluster.Open();
        var space = NewName();

        using var demo = await StartAsync(files, space);
        var told = new List<string>();
        while (await demo.StandardOutput.ReadLineAsync() is { } line)
        {
            told.Add(line);
            if (line.Contains("✔ install brings the operator", StringComparison.Ordinal))
            {
                break;
            }
        }

        (await api.GetAsync(ResourceKinds.Deployments, space, "agent-sandbox-operator", CancellationToken.None)).Should().BeSuccess();
        using (var kill = Process.Start("kill", [$"-{Terminate.ToString(CultureInfo.InvariantCulture)}", demo.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        told.Add(await demo.StandardOutput.ReadToEndAsync());
        await demo.WaitForExitAsync();
        demo.ExitCode.Should().Be(130, string.Join('\n', told));
        await NothingIsLeftAsync(api, space, files);
    }

    private static string NewName() => $"asb-demo-{Guid.NewGuid().ToString("N")[..8]}";

    private static async Task<Process> StartAsync(TemporaryDirectory files, string space, params string[] more)
    {
        var script = files.Join("image.sh");
        var program = ProgramPath.Resolve("dotnet", files.Path, MinimalEnvironment.Whole(), out var dotnet) is null ? File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet : "dotnet";
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");

        // As a user's script would be: it knows its cluster by itself, whatever the demo does with the environment.
        await File.WriteAllTextAsync(script, $"""
            set -eu
            {(cache is null ? "unset XDG_CACHE_HOME" : $"export XDG_CACHE_HOME='{cache}'")}
            {Exported("AGENTSANDBOX_TEST_CLUSTER_CACHE")}
            {Exported("AGENTSANDBOX_TEST_CLUSTER_STATE")}
            exec '{RepositoryFiles.At("tests", "cluster", "image")}' --name "$1" --folder "$(cd "$2" && pwd)" -- sh -c "exec '{program}' '/app/$3' \"\$@\"" sh
            """);
        var start = new ProcessStartInfo("dotnet", [ProductFiles.Assembly, "demo", "--engine", "kubernetes", "--namespace", space, "--image-build", $"sh '{script}' ${{image}} ${{folder}} ${{program}}", .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = files.Path,
        };
        start.Environment["KUBECONFIG"] = TestCluster.Kubeconfig;
        start.Environment["TMPDIR"] = files.Path;
        var demo = Process.Start(start)!; // it was not there before
        _ = demo.WaitForExitAsync(CancellationToken.None).WaitAsync(s_limit).ContinueWith(_ => demo.Kill(entireProcessTree: true), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return demo;
    }

    private static string Exported(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? $"export {name}='{value}'" : "";

    private static async Task NothingIsLeftAsync(IKubernetesApi api, string space, TemporaryDirectory files)
    {
        (await api.GetAsync(ResourceKinds.Namespaces, null, space, CancellationToken.None)).Should().FailWith(Orchestration.Failures.FailureCodes.ObjectNotFound);
        foreach (var kind in new[] { ResourceKinds.ClusterRoles, ResourceKinds.ClusterRoleBindings })
        {
            (await api.ListAsync(kind, null, ListOptions.All, CancellationToken.None)).Get().Items.Select(item => item.Name()).Should().NotContain(name => name.EndsWith($"-{space}", StringComparison.Ordinal));
        }

        Directory.EnumerateDirectories(files.Path, "agent-sandbox-demo-*").Should().BeEmpty();
    }
}
