// How well a comparison classifies changes that are known beforehand. Prints the numbers; ends with 1 when a goal is missed.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Bench.Compare;
using AgentSandbox.Orchestration.Comparison;
using AgentSandbox.Orchestration.Plans.Steps.Comparing;

var seed = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20261121;
var repetitions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
var recording = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "shop.json")))!.AsArray(); // Beside the program.
var endpoints = recording
    .Select(entry => new Endpoint($"{entry!["service"]} {entry["path"]}", [.. entry["samples"]!.AsArray().Select(sample => Answer.From(sample!))]))
    .ToList();

// The labels are complete, and printed, before anything is compared.
var mutants = new Mutator(new Random(seed), endpoints).Make(each: 3).ToList();
var patches = ShopPatches.All(endpoints).ToList();
var cases = mutants.Concat(patches).ToList();
Console.WriteLine($"{cases.Count} changes: {mutants.Count} by the seeded mutator (seed {seed}), {patches.Count} by hand as what patches to Shop would do, made to {endpoints.Count} answers recorded from Shop. bench/ComparePatches patches Shop itself.");
foreach (var group in cases.GroupBy(change => change.Label).OrderByDescending(group => group.Key))
{
    Console.WriteLine($"  labelled {group.Key.ToString().ToLowerInvariant()}: {group.Count()}");
}

var rules = new ComparisonRules { Headers = ["etag", "link", "cache-control"] };
var outcomes = new Dictionary<(Label Expected, Label Found), int>();
var misses = new List<string>();
var clock = Stopwatch.StartNew();
for (var repetition = 0; repetition < repetitions; repetition++)
{
    foreach (var (change, index) in cases.Select((change, index) => (change, index)))
    {
        var random = new Random(seed + repetition * 7919 + index * 104729);
        var noise = new Noise(random);
        var recorded = endpoints.First(endpoint => endpoint.Name == change.Endpoint).Recorded;
        var samples = Enumerable.Range(0, rules.Samples).Select(i => noise.Vary(recorded[Math.Min(i, recorded.Count - 2)])).ToList();
        var sandbox = noise.Vary(recorded[^1]);
        change.Apply(sandbox);
        var result = Compare(samples, sandbox, rules);
        if (result.Counts.GetValueOrDefault("breaking") > 0)
        {
            // As the step does: what would fail is confirmed with twice as many answers again.
            result = Compare([.. samples, .. samples.Concat(samples).Select((_, i) => noise.Vary(recorded[Math.Min(i, recorded.Count - 2)]))], sandbox, rules);
        }

        var found = Worst(result);
        outcomes[(change.Label, found)] = outcomes.GetValueOrDefault((change.Label, found)) + 1;
        if (found != change.Label)
        {
            var why = result.Differences.FirstOrDefault(difference => difference.Label == found.ToString().ToLowerInvariant());
            misses.Add($"{change.Label} taken for {found}: {change.Name} [{change.Endpoint}] {why} {why?.Reason}");
        }
    }
}

var labels = Enum.GetValues<Label>().Reverse().ToArray();
Console.WriteLine($"\n{repetitions} repetitions with varying noise, {cases.Count * repetitions} comparisons in {clock.Elapsed.TotalSeconds:0.0} s.");
Console.WriteLine("labelled".PadRight(12) + string.Concat(labels.Select(label => label.ToString().ToLowerInvariant().PadLeft(10))) + "      right");
foreach (var expected in labels)
{
    var row = labels.Select(found => outcomes.GetValueOrDefault((expected, found))).ToList();
    Console.WriteLine(expected.ToString().ToLowerInvariant().PadRight(12) + string.Concat(row.Select(count => count.ToString(CultureInfo.InvariantCulture).PadLeft(10)))
        + $"{100.0 * outcomes.GetValueOrDefault((expected, expected)) / Math.Max(1, row.Sum()),10:0.0} %");
}

Console.WriteLine(misses.Count == 0 ? "\nNo misses." : $"\n{misses.Count} misses:");
foreach (var miss in misses.GroupBy(miss => miss).OrderByDescending(group => group.Count()))
{
    Console.WriteLine($"  {miss.Count()} x {miss.Key}");
}

var missed = labels.Where(label => label != Label.Breaking).Sum(label => outcomes.GetValueOrDefault((Label.Breaking, label)));
var alarms = labels.Where(label => label != Label.Breaking).Sum(label => outcomes.GetValueOrDefault((label, Label.Breaking)));
Console.WriteLine($"\nbreaking changes missed: {missed}; benign ones called breaking: {alarms}");
return missed + alarms == 0 ? 0 : 1;

static ComparisonResult Compare(IEnumerable<Answer> samples, Answer sandbox, ComparisonRules rules) => ResponseComparer.Compare(
    [.. samples.Select(sample => ComparedResponse.From(sample.ToResponse()))], ComparedResponse.From(sandbox.ToResponse()), rules, text => text);

static Label Worst(ComparisonResult result) => result.Counts.GetValueOrDefault("breaking") > 0 ? Label.Breaking
    : result.Counts.GetValueOrDefault("changed") > 0 ? Label.Changed
    : result.Counts.GetValueOrDefault("additive") > 0 ? Label.Additive
    : Label.None;
