using AgentSandbox.Orchestration.Configuration.Binding;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Yaml;
using AgentSandbox.Orchestration.Logs;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Plans.Reading.Keys;

namespace AgentSandbox.Orchestration.Plans.Steps.Logging;

/// <summary>Reads <c>logs</c> steps.</summary>
internal sealed class LogsStepReader : IStepReader
{
    private static readonly ObjectShape s_claim = new()
    {
        Name = "log-claim",
        Keys =
        [
            new("contains", PlanScalars.Text, "A text that entries contain, without regard to case.") { OtherNames = ["text", "has"] },
            new("matches", PlanScalars.Pattern, "A regular expression that entries match; linear time.") { OtherNames = ["pattern", "regex"] },
            new("level", Scalars.OneOf("warn", "error"), "Only entries that look at least this grave.") { OtherNames = ["severity"] },
            new("atLeast", Scalars.Integer(0, 100_000), "At least so many entries; by default 1, or 0 beside atMost.") { OtherNames = ["min"] },
            new("atMost", Scalars.Integer(0, 100_000), "At most so many entries.") { OtherNames = ["max"] },
        ],
        AnyOf = ["contains", "matches", "level"],
        AnyOfFix = "say which entries are meant",
    };

    public KeyDefinition Key { get; } = new(
        StepKinds.Logs,
        new ObjectShape
        {
            Name = StepKinds.Logs,
            Keys =
            [
                new("service", Scalars.ServiceName, "The forked service; by default all forks."),
                new("within", PlanScalars.DurationUpTo(TimeSpan.FromMinutes(5), "5m"), "How long to wait for lines that are still missing.") { Default = "3s", OtherNames = ["timeout", "wait"] },
                new("expect", new ListShape(s_claim) { AllowsEmpty = false }, "Claims about the entries since the run began.") { IsRequired = true, OtherNames = ["claims", "lines"] },
            ],
        },
        "Looks at what the fork logged during the run.")
    { OtherNames = ["log"] };

    public PlanStep Read(StepScope scope)
    {
        scope.CheckService(scope.Value.Find("service"), $"{scope.KindPath}.service");
        return new LogsStep
        {
            Id = scope.Id,
            Service = scope.Value.Find("service")?.Text,
            Within = Values.Duration(scope.Value.Find("within"), TimeSpan.FromSeconds(3)),
            Claims = [.. (scope.Value.Find("expect")?.Items ?? []).Select((claim, index) => ReadClaim(scope, claim, $"expect[{index}]"))],
        };
    }

    private static LogClaim ReadClaim(StepScope scope, YamlValue value, string key)
    {
        var atMost = Values.Integer(value.Find("atMost"));
        var claim = new LogClaim
        {
            Contains = scope.Template(value.Find("contains"), $"{scope.KindPath}.{key}.contains"),
            Matches = value.Find("matches")?.Text,
            Level = value.Find("level")?.Text switch { "warn" => LogLevelFilter.Warn, "error" => LogLevelFilter.Error, _ => LogLevelFilter.All },
            AtLeast = Values.Integer(value.Find("atLeast")) ?? (atMost is null ? 1 : 0),
            AtMost = atMost,
        };
        if (claim.AtLeast > (claim.AtMost ?? int.MaxValue))
        {
            scope.Contradict($"\"{scope.KindPath}.{key}\" wants at least {claim.AtLeast} and at most {claim.AtMost} entries.", "correct one of the two", value, key);
        }
        else if (claim is { AtLeast: 0, AtMost: null })
        {
            scope.Contradict($"\"{scope.KindPath}.{key}\" can never fail.", "raise \"atLeast\", or write \"atMost\"", value, key);
        }

        if (value.Find("contains") is { Text: "" } empty)
        {
            scope.Contradict($"\"{scope.KindPath}.{key}.contains\" is empty, which every entry contains.", "write a text", empty, key);
        }

        return claim;
    }
}
