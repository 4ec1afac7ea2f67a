using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Keys;

/// <summary>Every key of <c>agent-sandbox.yaml</c>. Reader, suggestions, JSON Schema and reference follow from this table.</summary>
internal static class KeyTable
{
    public const int MaxServices = 500;

    private static readonly ObjectShape s_routing = new()
    {
        Name = "routing",
        Keys =
        [
            new("unknownKey", Scalars.OneOf("refuse", "baseline"), "What happens to a request whose key no live sandbox has: refuse it with 410, or let the baseline answer.") { Default = "refuse" },
            new("carriers", new ListShape(CarrierShape()), "Carriers that are read besides the baggage member \"sandbox\" and the header \"x-sandbox-key\".") { OtherNames = ["headers"] },
        ],
    };

    private static readonly ObjectShape s_lease = new()
    {
        Name = "lease",
        Keys =
        [
            new("idle", Scalars.Duration, "The time without activity after which a sandbox ends.") { Default = "60m", OtherNames = ["timeout", "ttl"] },
            new("max", Scalars.Duration, "The hard cap on a sandbox's life, which no activity extends.") { Default = "24h", OtherNames = ["maximum"] },
        ],
    };

    private static readonly ObjectShape s_logs = new()
    {
        Name = "logs",
        Keys =
        [
            new("maxBytes", Scalars.ByteSize, "The size at which a log file is rotated: bytes, or a number with kB, MB, KiB or MiB.") { Default = "5MiB", OtherNames = ["maxSize", "size"] },
            new("files", Scalars.Integer(1, 100), "How many files of each log are kept.") { Default = "4", OtherNames = ["maxFiles"] },
        ],
    };

    private static readonly ObjectShape s_limits = new()
    {
        Name = "limits",
        Keys =
        [
            new("maxConcurrentBuilds", Scalars.Integer(1, 64), "How many builds run at once; the others queue.") { Default = "2" },
            new("baselineRate", Scalars.Integer(0, 100_000), "How many requests per second the load step of a plan may send to the baseline; 0 for none, which is the default with engine: kubernetes.") { Default = "100" },
            new("buildTimeout", Scalars.Duration, "The time after which a build is ended and counts as failed.") { Default = "10m" },
            new("logs", s_logs, "How much of the output of each process is kept."),
        ],
    };

    public static ObjectShape Root { get; } = new()
    {
        Name = "agent-sandbox.yaml",
        AllowsExtensions = true,
        Keys =
        [
            new("version", Scalars.Integer(1, 1), "The version of this format.") { IsRequired = true },
            new("trunk", Trunk(), "The git ref that the baseline runs; without it, or without git, the working directory.") { OtherNames = ["branch", "ref", "main"] },
            new("engine", Scalars.OneOf("local", "kubernetes"), "Where baseline and forks run: processes on this machine, or workloads of a cluster.") { Default = "local" },
            new("routing", s_routing, "How requests find their sandbox."),
            new("lease", s_lease, "How long a sandbox lives."),
            new("start", Scalars.OneOf("lazy", "eager"), "When baseline services start: when first needed, or all at once.") { Default = "lazy" },
            new("limits", s_limits, "What builds and logs may use of this machine."),
            new("hostIdle", Scalars.Duration, "The time without sandboxes after which the host process ends itself.") { Default = "30m" },
            new("plans", Scalars.Path, "The folder with the plans, whose *.yaml files check sandboxes.") { Default = "plans" },
            new("redact", new ListShape(Scalars.VariableName), "Names of environment variables whose values are redacted in every log and answer.") { OtherNames = ["secrets", "mask"] },
            new("services", new MapShape(Scalars.ServiceName, ServiceKeys.Service) { AllowsEmpty = false, MaxEntries = MaxServices }, "The services of the baseline, by name.") { IsRequired = true },
        ],
    };

    private static ObjectShape CarrierShape()
    {
        var name = new ScalarShape
        {
            Expected = "an HTTP token of at most 128 characters",
            Fix = "use letters, digits and hyphens, such as sd-routing-key",
            Types = YamlScalarType.String,
            Pattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$",
            Code = ConfigurationProblemCodes.InvalidName,
        };
        return new ObjectShape
        {
            Name = "carrier",
            Keys =
            [
                new("header", name, "The name of a header whose value is the key."),
                new("baggage", name, "The name of a member of the W3C baggage header whose value is the key."),
            ],
            Conflicts = [new("header", ["baggage"], "a carrier is a header or a baggage member; write two entries for both")],
            AnyOf = ["header", "baggage"],
            AnyOfFix = "write \"header: NAME\" or \"baggage: NAME\"",
        };
    }

    private static ScalarShape Trunk() => new()
    {
        Expected = "the name of a git ref",
        Fix = "write a branch such as main; put quotes around a name that looks like a number",
        Pattern = @"^[^-\s~^:?*\[\\.][^\s~^:?*\[\\]{0,200}$",
        Rule = text => text.Contains("..", StringComparison.Ordinal) ? "contains \"..\"" : null,
    };
}
