using System.Globalization;

namespace AgentSandbox.Bench.ClusterScale;

/// <summary>How much to measure, and where.</summary>
internal sealed record BenchOptions
{
    public const string Help = """
        Measures the operator with many sandboxes. Needs a cluster: tests/cluster/up, or KUBECONFIG and --image.
          dotnet run -c Release --project bench/ClusterScale [-- options]
            --sandboxes N      how many, each with a fork of zero replicas (default 1000)
            --idle-seconds N   how long it is watched for writes afterwards (default 60)
            --more N           how many further ones are measured one by one (default 10)
            --image NAME       an image of agent-sandbox that the cluster has (default: one is made of this build)
            --kubeconfig FILE  (default: KUBECONFIG, or that of tests/cluster)
            --prefix NAME      what the two namespaces are called after (default scale)
        """;

    public int Sandboxes { get; private init; } = 1000;

    public int IdleSeconds { get; private init; } = 60;

    public int More { get; private init; } = 10;

    public string? Image { get; private init; }

    public string? Kubeconfig { get; private init; }

    public string Prefix { get; private init; } = "scale";

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var number = int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : (int?)null;
            var next = (args[i], number) switch
            {
                ("--sandboxes", { } n) => options with { Sandboxes = n },
                ("--idle-seconds", { } n) => options with { IdleSeconds = n },
                ("--more", { } n) => options with { More = n },
                ("--image", _) => options with { Image = args[i + 1] },
                ("--kubeconfig", _) => options with { Kubeconfig = args[i + 1] },
                ("--prefix", _) => options with { Prefix = args[i + 1] },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
