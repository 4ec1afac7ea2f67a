using System.Globalization;

namespace AgentSandbox.Bench.Load;

/// <summary>What to measure, and for how long.</summary>
internal sealed record BenchOptions
{
    public const string Help = """
        Measures the load step. All three parts take about nine minutes.
          dotnet run -c Release --project bench/Load [-- options]
            --only generator,stall,verdict   parts to run (default: all)
            --rate N                         requests per second of the generator part (default 5000)
            --seconds N                      seconds of the generator part (default 10)
            --stall-seconds N                seconds of the stall part, even (default 20)
            --repetitions N                  repetitions of each verdict (default 20)
            --verdict-seconds N              seconds that a verdict is measured for (default 8)
            --quiet                          no processes that disturb the verdict part
        """;

    public string Role { get; private init; } = string.Empty;

    public string Only { get; private init; } = "generator,stall,verdict";

    public double Rate { get; private init; } = 5000;

    public double Seconds { get; private init; } = 10;

    public double StallSeconds { get; private init; } = 20;

    public int Repetitions { get; private init; } = 20;

    public double VerdictSeconds { get; private init; } = 8;

    public bool Quiet { get; private init; }

    public Uri Target { get; private init; } = new("http://127.0.0.1/");

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : string.Empty;
            var number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : (double?)null;
            var next = (args[i], number) switch
            {
                ("--quiet", _) => options with { Quiet = true },
                ("--role", _) => options with { Role = value },
                ("--only", _) => options with { Only = value },
                ("--target", _) => options with { Target = new Uri(value) },
                ("--rate", { } n) => options with { Rate = n },
                ("--seconds", { } n) => options with { Seconds = n },
                ("--stall-seconds", { } n) => options with { StallSeconds = n },
                ("--repetitions", { } n) => options with { Repetitions = (int)n },
                ("--verdict-seconds", { } n) => options with { VerdictSeconds = n },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
            i += args[i] == "--quiet" ? 0 : 1;
        }

        return options;
    }

    public bool Runs(string part) => Only.Split(',').Contains(part);
}
