using System.Globalization;

namespace AgentSandbox.Bench.ClusterDeploy;

/// <summary>What to measure, and where.</summary>
internal sealed record BenchOptions
{
    public const string Help = """
        Measures sandboxes in a cluster against a plain deployment and against duplicated namespaces. Needs the test cluster
        (tests/cluster/up), or KUBECONFIG with --product and --service. About twelve minutes on two quiet cores.
          dotnet run -c Release --project bench/ClusterDeploy [-- options]
            --only deploy,duplicate   parts to run (default: both)
            --rounds N                interleaved rounds of the deploy part (default 12)
            --services N,N,…          sizes of the baseline, rising (default 5,10,20,30)
            --repetitions N           interleaved repetitions for each size (default 2)
            --product IMAGE           an image of agent-sandbox that the cluster can pull (default: made by tests/cluster/image)
            --service IMAGE           an image that serves HTTP on port 8080 (default: busybox httpd, made likewise)
            --kubectl PATH            default: that of PATH, or the test cluster's
            --write                   writes the sections and the curve into docs/numbers
        """;

    public IReadOnlyList<string> Only { get; private init; } = ["deploy", "duplicate"];

    public int Rounds { get; private init; } = 12;

    public IReadOnlyList<int> Services { get; private init; } = [5, 10, 20, 30];

    public int Repetitions { get; private init; } = 2;

    public string? Product { get; private init; }

    public string? Service { get; private init; }

    public string? Kubectl { get; private init; }

    public bool Write { get; private init; }

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var value = args[i] == "--write" ? "" : i + 1 < args.Length ? args[++i] : null;
            var next = (args[i - (value is null or "" ? 0 : 1)], value) switch
            {
                ("--write", _) => options with { Write = true },
                ("--only", { } names) => options with { Only = names.Split(',') },
                ("--rounds", { } text) when Number(text) is { } rounds => options with { Rounds = rounds },
                ("--repetitions", { } text) when Number(text) is { } repetitions => options with { Repetitions = repetitions },
                ("--services", { } text) when text.Split(',').Select(Number).ToList() is var sizes && sizes.All(size => size is not null) => options with { Services = [.. sizes.OfType<int>().Order()] },
                ("--product", { } image) => options with { Product = image },
                ("--service", { } image) => options with { Service = image },
                ("--kubectl", { } path) => options with { Kubectl = path },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
