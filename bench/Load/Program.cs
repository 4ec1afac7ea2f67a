using AgentSandbox.Bench.Load;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.WriteLine(BenchOptions.Help);
    return 3;
}

// The program is also each of its own helpers: what is measured must not share a process with what measures.
switch (options.Role)
{
    case "upstream":
        await Upstream.RunAsync();
        return 0;
    case "noise":
        Noise.Run();
        return 0;
    case "stall":
        await StallBench.MeasureAsync(options);
        return 0;
    case "generate":
        await GeneratorBench.RunPinnedAsync(options);
        return 0;
}

var isGood = true;
Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
if (File.Exists("/proc/loadavg"))
{
    Console.WriteLine($"load average before: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
}

isGood &= !options.Runs("generator") || await GeneratorBench.RunAsync(options);
isGood &= !options.Runs("stall") || await StallBench.RunAsync(options);
isGood &= !options.Runs("verdict") || await VerdictBench.RunAsync(options);
Console.WriteLine(isGood ? "All goals are met." : "Not all goals are met; see the rows above.");
return isGood ? 0 : 1;
