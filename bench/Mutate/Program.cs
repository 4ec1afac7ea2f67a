// Changes sources a little, one place at a time, and counts how many of the changes the tests notice.
// dotnet run -c Release --project bench/Mutate -- [--minutes 20] [--seed 1] [--source PATH]... [--tests PATH]...
using System.Diagnostics;
using AgentSandbox.Bench.Mutate;

var repository = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(repository, "AgentSandbox.sln")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Start it inside of the repository.");
}

var minutes = double.Parse(Values("--minutes").LastOrDefault() ?? "20", System.Globalization.CultureInfo.InvariantCulture);
var seed = int.Parse(Values("--seed").LastOrDefault() ?? "1", System.Globalization.CultureInfo.InvariantCulture);
var sources = Values("--source") is { Count: > 0 } given ? given : ["src/Orchestration/Comparison"];
var tests = Values("--tests") is { Count: > 0 } named ? named : ["tests/Orchestration.UnitTests/Comparison"];

var folder = Directory.CreateTempSubdirectory("agent-sandbox-mutate-").FullName;
try
{
    var workshop = new Workshop(repository, folder);
    workshop.Prepare(sources, tests);
    var clock = Stopwatch.StartNew();
    if (!workshop.Build(out var output) || !workshop.Test(TimeSpan.FromMinutes(10), out output))
    {
        Console.WriteLine($"Without any change, build or tests fail; build src/Orchestration first.\n{output}");
        return 2;
    }

    var mutants = Directory.EnumerateFiles(workshop.Sources, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .SelectMany(file => Mutations.Of(Path.GetRelativePath(workshop.Sources, file), File.ReadAllLines(file)))
        .ToArray();
    new Random(seed).Shuffle(mutants);
    Console.WriteLine($"{mutants.Length} places to change in {string.Join(", ", sources)}; seed {seed}, {minutes} minutes.");

    var (killed, broken, survivors) = (0, 0, new List<Mutant>());
    foreach (var mutant in mutants.TakeWhile(_ => clock.Elapsed.TotalMinutes < minutes))
    {
        var path = Path.Combine(workshop.Sources, mutant.File);
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, lines.Select((line, i) => i == mutant.Line - 1 ? mutant.After : line));
        if (!workshop.Build(out _, "--no-restore"))
        {
            broken++;
        }
        else if (workshop.Test(TimeSpan.FromMinutes(2), out _))
        {
            survivors.Add(mutant);
            Console.WriteLine($"  survived: {mutant}");
        }
        else
        {
            killed++;
        }

        File.WriteAllLines(path, lines);
    }

    var total = killed + survivors.Count;
    Console.WriteLine($"\n{total} mutants of {mutants.Length} places run in {clock.Elapsed.TotalMinutes:0.0} min ({broken} more did not compile): {killed} killed, {survivors.Count} survived: {100.0 * killed / Math.Max(1, total):0.0} %.");
    return killed >= total * 0.9 ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

List<string> Values(string name) => [.. args.Zip(args.Skip(1)).Where(pair => pair.First == name).Select(pair => pair.Second)];
