using AgentSandbox.Bench.ClusterScale;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.WriteLine(BenchOptions.Help);
    return 3;
}

var cache = Environment.GetEnvironmentVariable("AGENTSANDBOX_TEST_CLUSTER_CACHE") ?? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "agent-sandbox", "test-cluster");
var kubeconfig = options.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG") ?? Path.Join(Environment.GetEnvironmentVariable("AGENTSANDBOX_TEST_CLUSTER_STATE") ?? Path.Join(cache, "state"), "kubeconfig");
var run = Guid.NewGuid().ToString("N")[..6];
var image = options.Image ?? await Place.ImageAsync();
Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
if (File.Exists("/proc/loadavg"))
{
    Console.WriteLine($"load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
}

await using var place = await Place.MakeAsync(kubeconfig, $"{options.Prefix}-{run}");
await using var peer = await Place.MakeAsync(kubeconfig, $"{options.Prefix}-{run}-plain");
await place.AddBaselineAsync();
await place.InstallAsync(image, options.Image is null);
using var page = await OperatorPage.OpenAsync(place);
var isGood = await new ScaleRun(options, place, peer, page).RunAsync();
Console.WriteLine(isGood ? "\nAll goals are met." : "\nNot all goals are met; see the rows above.");
return isGood ? 0 : 1;
