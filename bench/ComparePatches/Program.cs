// How well the compare step classifies patches to Shop: each is applied to a copy of the sources, built, started beside the unchanged
// shop, and compared by real requests. Prints the numbers; ends with 1 when a goal is missed.
// dotnet run -c Release --project bench/ComparePatches -- [--repetitions 20] [--only WORD] [--seed 1]
using System.Diagnostics;
using System.Globalization;
using AgentSandbox.Bench.ComparePatches;

var repository = Directory.GetCurrentDirectory();
while (!File.Exists(Path.Combine(repository, "AgentSandbox.sln")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("Start it inside of the repository.");
}

var repetitions = int.Parse(Value("--repetitions") ?? "20", CultureInfo.InvariantCulture);
var seed = int.Parse(Value("--seed") ?? "1", CultureInfo.InvariantCulture);
var (calls, all) = Catalogue.Read(Path.Combine(AppContext.BaseDirectory, "patches.json"));
var patches = all.Where(patch => Value("--only") is not { } word || $"{patch.Service} {patch.Name}".Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
var labels = Enum.GetValues<Label>().Reverse().ToList();

// The labels are complete, and printed, before anything is built.
Console.WriteLine($"{patches.Count} patches to Shop: {string.Join(", ", labels.Select(label => $"{patches.Count(patch => patch.Label == label)} {Name(label)}"))}.");
var clock = Stopwatch.StartNew();
using var shop = new ShopCopy(Path.Combine(repository, "samples/Shop"));
var baseline = new Dictionary<string, Uri>();
var running = new List<ShopProcess>();
var found = new Dictionary<(Label, Label?), int>();
var misses = new List<string>();
try
{
    foreach (var service in new[] { "Inventory", "Payments", "Shipping", "Catalog", "Orders", "Frontend" })
    {
        running.Add(await ShopProcess.StartAsync(await shop.BuildAsync($"baseline-{service}", service, []), baseline));
        baseline[service] = running[^1].Address;
    }

    Console.WriteLine($"The unchanged shop runs after {clock.Elapsed.TotalSeconds:0} s.");
    await using var customers = new Customers(new Random(seed));
    await customers.OpenAsync(baseline["Inventory"], baseline["Orders"]);

    // The next patch is built while this one is compared.
    var build = BuildAsync(0);
    for (var i = 0; i < patches.Count; i++)
    {
        var built = build;
        await Task.WhenAny(built);
        build = i + 1 < patches.Count ? BuildAsync(i + 1) : build;
        try
        {
            Report(patches[i], await CompareAsync(patches[i], await built));
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            Report(patches[i], [(null, e.Message)]);
        }
    }
}
finally
{
    running.ForEach(process => process.Dispose());
}

Console.WriteLine($"\n{repetitions} comparisons of each patch, {clock.Elapsed.TotalMinutes:0.0} min in all.");
Console.WriteLine("labelled".PadRight(12) + string.Concat(labels.Select(label => Name(label).PadLeft(10))) + " undecided     right");
foreach (var expected in labels)
{
    var row = labels.Select(label => (Label?)label).Append(null).Select(label => found.GetValueOrDefault((expected, label))).ToList();
    Console.WriteLine(Name(expected).PadRight(12) + string.Concat(row.Select(count => count.ToString(CultureInfo.InvariantCulture).PadLeft(10)))
        + $"{100.0 * found.GetValueOrDefault((expected, expected)) / Math.Max(1, row.Sum()),8:0.0} %");
}

Console.WriteLine(misses.Count == 0 ? "\nNo misses." : $"\n{misses.Count} misses:\n{string.Join('\n', misses)}");
var missed = found.Where(pair => pair.Key is (Label.Breaking, not Label.Breaking)).Sum(pair => pair.Value);
var alarms = found.Where(pair => pair.Key is (not Label.Breaking, Label.Breaking)).Sum(pair => pair.Value);
Console.WriteLine($"\nbreaking patches missed: {missed}; benign ones called breaking: {alarms}");
return missed + alarms + found.Where(pair => pair.Key.Item2 is null).Sum(pair => pair.Value) == 0 ? 0 : 1;

Task<string> BuildAsync(int i) => shop.BuildAsync($"patch-{i}", patches[i].Service, patches[i].Edits);

async Task<List<(Label? Found, string Why)>> CompareAsync(Patch patch, string program)
{
    var call = calls[patch.Call];
    using var patched = await ShopProcess.StartAsync(program, baseline);
    await using var customers = new Customers(new Random(seed));
    if (patch.Service == "Orders")
    {
        await customers.OpenAsync(baseline["Inventory"], patched.Address);
    }

    using var comparison = new Comparison(call, baseline[patch.Service], patched.Address);
    await comparison.PrepareAsync();
    var results = new List<(Label?, string)>();
    foreach (var chunk in Enumerable.Range(0, repetitions).Chunk(4))
    {
        // Most of a comparison is pauses.
        results.AddRange(await Task.WhenAll(chunk.Select(_ => comparison.RunAsync())));
    }

    return results;
}

void Report(Patch patch, List<(Label? Found, string Why)> results)
{
    foreach (var group in results.GroupBy(result => result.Found))
    {
        found[(patch.Label, group.Key)] = found.GetValueOrDefault((patch.Label, group.Key)) + group.Count();
        if (group.Key != patch.Label)
        {
            misses.Add($"  {group.Count()} x {Name(patch.Label)} taken for {Name(group.Key)}: {patch.Service}, {patch.Name} [{patch.Call}] {group.First().Why}");
        }
    }

    var tally = string.Join(", ", results.GroupBy(result => result.Found).Select(group => $"{Name(group.Key)} {group.Count()}"));
    Console.WriteLine($"  {patch.Service,-10} {Name(patch.Label),-9} {patch.Name,-50} {tally}");
}

static string Name(Label? label) => label?.ToString().ToLowerInvariant() ?? "undecided";

string? Value(string name) => args.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
