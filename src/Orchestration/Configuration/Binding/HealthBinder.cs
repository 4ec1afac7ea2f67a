using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Makes the health check of a service.</summary>
internal sealed class HealthBinder(ProblemList problems)
{
    public HealthCheckConfiguration Bind(YamlValue? value, string path)
    {
        var http = value?.Kind == YamlValueKind.Scalar ? value : value?.Find("http");
        var health = new HealthCheckConfiguration
        {
            Kind = http is null ? HealthCheckKind.Tcp : HealthCheckKind.Http,
            Path = http?.Text,
            Timeout = Values.Duration(value?.Find("timeout"), HealthCheckConfiguration.Default.Timeout),
            Interval = Values.Duration(value?.Find("interval"), HealthCheckConfiguration.Default.Interval),
        };
        if (value is not null && health.Interval > health.Timeout)
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                $"\"{path}.interval\" is longer than the time-out, so that a second probe would never run.",
                "make interval shorter or timeout longer",
                value.Find("interval") ?? value,
                $"{path}.interval");
        }

        return health;
    }
}
