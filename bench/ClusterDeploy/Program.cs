using System.Globalization;
using AgentSandbox.Bench.ClusterDeploy;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.WriteLine(BenchOptions.Help);
    return 3;
}

var began = TimeProvider.System.GetTimestamp();
var machine = $"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}, load average before {Load()}";
Console.WriteLine(machine);
await using var workspace = await Workspace.CreateAsync(options);
var version = (await workspace.Api.ReadAsync("/version", CancellationToken.None)).Value?["gitVersion"]?.GetValue<string>();
var enrolled = 0;
await GrowAsync(options.Only.Contains("duplicate") ? options.Services[0] : 1);
await using var agent = await Agent.StartAsync(workspace, Enumerable.Range(1, options.Services[^1]).Select(Manifests.NameOf));
var numbers = Path.Join(workspace.Root, "docs", "numbers");
if (options.Only.Contains("deploy"))
{
    var report = await DeployBench.RunAsync(workspace, agent, options.Rounds);
    Console.WriteLine($"\n{report}");
    if (options.Write)
    {
        await NumbersPage.WriteAsync(Path.Join(numbers, "cluster.md"), "bench/ClusterDeploy deploy", $"## A fork against a plain deployment\n`dotnet run -c Release --project bench/ClusterDeploy -- --write` measures both in turn, on Kubernetes {version}, {machine}. The image is on the node, neither has a readiness probe, and each deployment is new.\n\n{report}");
    }
}

if (options.Only.Contains("duplicate"))
{
    var bench = new DuplicateBench(workspace, agent);
    var costs = await bench.RunAsync(options.Services, options.Repetitions, GrowAsync);
    var report = DuplicateReport.Write(costs, await bench.StandingAsync());
    Console.WriteLine($"\n{report}");
    if (options.Write)
    {
        await File.WriteAllTextAsync(Path.Join(numbers, DuplicateReport.Curve), CurveDrawing.Draw(costs));
        await NumbersPage.WriteAsync(Path.Join(numbers, "cluster.md"), "bench/ClusterDeploy duplicate", $"## One changed service of N, against another namespace\nThe same command, in the same run: medians of {options.Repetitions} repetitions, in turn. A namespace is usable when all its deployments are available, a sandbox at its first proven answer. Pods are busybox web servers, so that all fit on the machine: with real services the memory that is saved grows with them. Memory is the kubelet's working set, API objects are without events.\n\n{report}");
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(began).TotalMinutes:0.0} minutes, load average after {Load()}"));
return 0;

async Task GrowAsync(int size)
{
    var added = Enumerable.Range(enrolled + 1, Math.Max(0, size - enrolled)).ToList();
    if (added.Count > 0)
    {
        await workspace.ApplyAsync(Manifests.Of(added, _ => workspace.BaselineImage), workspace.Namespace);
        await workspace.WhenAvailableAsync(workspace.Namespace, [.. added.Select(Manifests.NameOf)]);
        await workspace.ProgramAsync(["enroll", .. added.Select(Manifests.NameOf), "--yes"]);
        enrolled = size;
    }
}

static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
