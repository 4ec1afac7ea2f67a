// Changes sources a little, one place at a time, and counts how many of the changes the tests notice.
// dotnet build tests/Orchestration.UnitTests, then
// dotnet run -c Release --project bench/Mutate -- [--minutes 20] [--seed 1] [--skip 0] [--again FILE] [--source PATH]... [--tests PATH]...
// --skip goes on where a run of the same seed stopped; --again tries only what survived by the output FILE of an earlier run.
using System.Diagnostics;
using AgentSandbox.Bench.Mutate;

if (Values("--worker") is [var place])
{
    TestRun.Serve(place);
    return 0;
}

var repository = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(repository, "AgentSandbox.sln")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Start it inside of the repository.");
}

var minutes = double.Parse(Values("--minutes").LastOrDefault() ?? "20", System.Globalization.CultureInfo.InvariantCulture);
var seed = int.Parse(Values("--seed").LastOrDefault() ?? "1", System.Globalization.CultureInfo.InvariantCulture);
var sources = Values("--source") is { Count: > 0 } given ? given : ["src/Orchestration/Comparison"];
var tests = Values("--tests") is { Count: > 0 } named ? named : ["tests/Orchestration.UnitTests/Comparison"];
var built = Path.Combine(repository, "artifacts/bin/Orchestration.UnitTests/debug");
if (!File.Exists(Path.Combine(built, "AgentSandbox.Orchestration.dll")))
{
    Console.WriteLine("Build tests/Orchestration.UnitTests first.");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("agent-sandbox-mutate-").FullName;
using var worker = new Worker(built);
try
{
    var assembly = Path.Combine(folder, "Mutant.dll");
    var compiler = new Compiler(sources.Concat(tests).SelectMany(Files), built);
    var clock = Stopwatch.StartNew();
    var unchanged = compiler.Emit(assembly) is { } problem ? problem : await worker.RunAsync(assembly, TimeSpan.FromMinutes(5));
    if (!unchanged.StartsWith("passed", StringComparison.Ordinal))
    {
        Console.WriteLine($"Without any change: {unchanged}");
        return 2;
    }

    var limit = TimeSpan.FromSeconds(20) + clock.Elapsed * 2;
    var texts = sources.SelectMany(Files).ToDictionary(file => file, File.ReadAllLines);
    var mutants = texts
        .SelectMany(text => Mutations.Of(Path.GetRelativePath(repository, text.Key), text.Value))
        .ToArray();
    new Random(seed).Shuffle(mutants);
    mutants = [.. mutants.Skip(int.Parse(Values("--skip").LastOrDefault() ?? "0", System.Globalization.CultureInfo.InvariantCulture))];
    if (Values("--again") is [var earlier])
    {
        var output = File.ReadAllText(earlier);
        mutants = [.. mutants.Where(mutant => output.Contains($"survived: {mutant}\n", StringComparison.Ordinal))];
    }

    Console.WriteLine($"{mutants.Length} places to change in {string.Join(", ", sources)}; {unchanged} tests without a change; seed {seed}, {minutes} minutes.");

    var (killed, broken, hung, survivors) = (0, 0, 0, new List<Mutant>());
    foreach (var mutant in mutants.TakeWhile(_ => clock.Elapsed.TotalMinutes < minutes))
    {
        var path = Path.Combine(repository, mutant.File);
        var text = string.Join('\n', texts[path].Select((line, i) => i == mutant.Line - 1 ? mutant.After : line));
        if (compiler.Emit(assembly, path, text) is not null)
        {
            broken++;
        }
        else
        {
            var result = await worker.RunAsync(assembly, limit);
            if (result.StartsWith("passed", StringComparison.Ordinal))
            {
                survivors.Add(mutant);
                Console.WriteLine($"  survived: {mutant}");
            }
            else
            {
                killed++;
                hung += result == Worker.Hung ? 1 : 0;
            }
        }
    }

    var total = killed + survivors.Count;
    Console.WriteLine($"\n{total + broken} of {mutants.Length} places changed in {clock.Elapsed.TotalMinutes:0.0} min; {broken} did not compile; of {total} mutants {killed} were killed ({hung} because the tests never ended) and {survivors.Count} survived: {100.0 * killed / Math.Max(1, total):0.0} %.");
    return killed >= total * 0.9 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

IEnumerable<string> Files(string path)
{
    var full = Path.Combine(repository, path);
    return File.Exists(full) ? [full] : Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}

List<string> Values(string name) => [.. args.Zip(args.Skip(1)).Where(pair => pair.First == name).Select(pair => pair.Second)];
