using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Makes the configuration out of a document, and checks what no shape can express.</summary>
/// <remarks>Runs also on documents of the wrong shape, so that all problems are reported together; its result then counts for nothing.</remarks>
internal sealed class ConfigurationBinder(ProblemList problems, Func<string, string?>? environment)
{
    public SandboxConfiguration Bind(YamlValue root)
    {
        var engine = root.Find("engine")?.Text == "kubernetes" ? EngineKind.Kubernetes : EngineKind.Local;
        var services = new Dictionary<string, ServiceConfiguration>(StringComparer.Ordinal);
        var binder = new ServiceBinder(problems, environment, engine);
        foreach (var entry in (root.Find("services")?.Entries ?? []).Take(KeyTable.MaxServices))
        {
            if (entry.Value.Kind == YamlValueKind.Mapping)
            {
                services[entry.Name] = binder.Bind(entry);
            }
        }

        var configuration = new SandboxConfiguration
        {
            Version = 1,
            Trunk = root.Find("trunk")?.Text,
            Engine = engine,
            Routing = new RoutingBinder(problems).Bind(root.Find("routing")),
            Lease = BindLease(root.Find("lease")),
            Start = root.Find("start")?.Text == "eager" ? StartMode.Eager : StartMode.Lazy,
            Limits = BindLimits(root.Find("limits"), engine),
            HostIdle = Values.Duration(root.Find("hostIdle"), TimeSpan.FromMinutes(30)),
            Plans = Values.Path(root.Find("plans")) ?? "plans",
            Redact = Values.Texts(root.Find("redact")),
            Services = services,
        };
        if ((root.Find("services")?.Entries.Count ?? 0) <= KeyTable.MaxServices)
        {
            new ReferenceCheck(problems, root, configuration).Check();
        }

        return configuration;
    }

    private LeaseConfiguration BindLease(YamlValue? value)
    {
        var lease = new LeaseConfiguration
        {
            Idle = Values.Duration(value?.Find("idle"), LeaseConfiguration.Default.Idle),
            Max = Values.Duration(value?.Find("max"), LeaseConfiguration.Default.Max),
        };
        if (value is not null && lease.Idle > lease.Max)
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                "\"lease.idle\" is longer than \"lease.max\", so that it could never end a sandbox.",
                "make idle shorter or max longer",
                value.Find("idle") ?? value,
                "lease.idle");
        }

        return lease;
    }

    private static LimitsConfiguration BindLimits(YamlValue? value, EngineKind engine)
    {
        var defaults = LimitsConfiguration.Default;
        var logs = value?.Find("logs");
        return new LimitsConfiguration
        {
            MaxConcurrentBuilds = Values.Integer(value?.Find("maxConcurrentBuilds")) ?? defaults.MaxConcurrentBuilds,
            BaselineRate = Values.Integer(value?.Find("baselineRate")) ?? (engine == EngineKind.Kubernetes ? 0 : defaults.BaselineRate), // a baseline that a team shares gets no load unasked
            BuildTimeout = Values.Duration(value?.Find("buildTimeout"), defaults.BuildTimeout),
            LogBytesPerFile = ByteSizes.TryParse(logs?.Find("maxBytes")?.Text ?? "", out var bytes) ? bytes : defaults.LogBytesPerFile,
            LogFiles = Values.Integer(logs?.Find("files")) ?? defaults.LogFiles,
        };
    }
}
