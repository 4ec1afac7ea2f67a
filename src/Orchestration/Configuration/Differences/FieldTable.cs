using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;

namespace AgentSandbox.Orchestration.Configuration.Differences;

/// <summary>Writes settings as flat tables of texts, so that they can be compared; private ones keep their value for the comparison alone.</summary>
internal static class FieldTable
{
    public static SortedDictionary<string, FieldValue> Of(SandboxConfiguration configuration) => Table(
    [
        ("trunk", configuration.Trunk),
        ("engine", Lower(configuration.Engine)),
        ("routing.unknownKey", Lower(configuration.Routing.UnknownKey)),
        ("routing.carriers", Join(configuration.Routing.Carriers.Select(carrier => $"{Lower(carrier.Kind)} {carrier.Name}"))),
        ("lease.idle", Text(configuration.Lease.Idle)),
        ("lease.max", Text(configuration.Lease.Max)),
        ("start", Lower(configuration.Start)),
        ("limits.maxConcurrentBuilds", Text(configuration.Limits.MaxConcurrentBuilds)),
        ("limits.baselineRate", Text(configuration.Limits.BaselineRate)),
        ("limits.buildTimeout", Text(configuration.Limits.BuildTimeout)),
        ("limits.logs.maxBytes", Text(configuration.Limits.LogBytesPerFile)),
        ("limits.logs.files", Text(configuration.Limits.LogFiles)),
        ("hostIdle", Text(configuration.HostIdle)),
        ("plans", configuration.Plans),
        ("redact", Join(configuration.Redact)),
    ]);

    public static SortedDictionary<string, FieldValue> Of(ServiceConfiguration service)
    {
        var table = Table(
        [
            ("kind", Lower(service.Kind)),
            ("protocol", Lower(service.Protocol)),
            ("port", service.Port is { } port ? Text(port) : null),
            ("source", service.Source),
            ("cwd", service.WorkingDirectory),
            ("build", Text(service.Build)),
            ("run", Text(service.Run)),
            ("image.build", Text(service.ImageBuild)),
            ("direct", service.Direct?.ToString()),
            ("health", service.Health.Path ?? "tcp"),
            ("health.timeout", Text(service.Health.Timeout)),
            ("health.interval", Text(service.Health.Interval)),
            ("include", Join(service.Include)),
            ("stop.grace", Text(service.StopGrace)),
            ("dependsOn", Join(service.DependsOn)),
            ("url", service.Url?.ToString()),
            ("carry", Lower(service.Carry)),
            ("tcp", service.Tcp is { } tcp ? $"{tcp.Host}:{tcp.Port}" : null),
        ]);
        AddVariables(table, "env", service.Environment);
        AddVariables(table, "build.env", service.BuildEnvironment);
        AddVariables(table, "fork.env", service.ForkEnvironment);
        return table;
    }

    public static IReadOnlyList<FieldDifference> Compare(
        SortedDictionary<string, FieldValue> trunk, SortedDictionary<string, FieldValue> branch)
        => [.. trunk.Keys
            .Union(branch.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Where(field => trunk.GetValueOrDefault(field)?.Text != branch.GetValueOrDefault(field)?.Text)
            .Select(field => new FieldDifference
            {
                Field = field,
                Trunk = Shown(trunk.GetValueOrDefault(field)),
                Branch = Shown(branch.GetValueOrDefault(field)),
            })];

    private static string? Shown(FieldValue? value) => value is { IsPrivate: false } ? value.Text : null;

    private static SortedDictionary<string, FieldValue> Table(IEnumerable<(string Field, string? Text)> fields)
    {
        var table = new SortedDictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var (field, text) in fields.Where(field => !string.IsNullOrEmpty(field.Text)))
        {
            table[field] = new FieldValue(text, IsPrivate: false);
        }

        return table;
    }

    private static void AddVariables(
        SortedDictionary<string, FieldValue> table, string prefix, IReadOnlyDictionary<string, Interpolation> variables)
    {
        foreach (var (name, value) in variables)
        {
            table[$"{prefix}.{name}"] = new FieldValue(value.Source, IsPrivate: true);
        }
    }

    private static string? Text(CommandConfiguration? command)
        => command is null ? null : (command.Shell ? "shell: " : "") + command.Display;

    private static string Text(TimeSpan duration) => Durations.Format(duration);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Lower<T>(T value) => $"{value}".ToLowerInvariant();

    private static string Join(IEnumerable<string> texts) => string.Join(", ", texts);
}
