using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Makes one service, and checks its commands, placeholders and addresses.</summary>
internal sealed class ServiceBinder(ProblemList problems, Func<string, string?>? environment, EngineKind engine)
{
    private readonly AddressReader _addresses = new(problems, environment);
    private readonly CommandReader _commands = new(problems);
    private readonly TemplateReader _templates = new(problems);

    public ServiceConfiguration Bind(YamlEntry entry)
    {
        var (name, value, path) = (entry.Name, entry.Value, $"services.{Texts.Shorten(entry.Name)}");
        var shell = value.Find("shell")?.IsTrue ?? false;
        var build = value.Find("build");
        var isMapping = build?.Kind == YamlValueKind.Mapping;
        var kind = value.Find("url") is not null ? ServiceKind.External
            : value.Find("tcp") is not null ? ServiceKind.Tcp
            : ServiceKind.Process;
        var source = Values.Path(value.Find("source"));
        var service = new ServiceConfiguration
        {
            Name = name,
            Kind = kind,
            Protocol = ProtocolOf(value, kind),
            Port = Values.Integer(value.Find("port")),
            Line = entry.Key.Line,
            Source = source,
            WorkingDirectory = Values.Path(value.Find("cwd")) ?? source ?? ".",
            Build = _commands.Read(isMapping ? build!.Find("command") : build, shell, PlaceholderSets.Build, $"{path}.build"), // isMapping implies build
            BuildEnvironment = Variables(isMapping ? build!.Find("env") : null, PlaceholderSets.BuildEnvironment, $"{path}.build.env"), // isMapping implies build
            Run = _commands.Read(value.Find("run"), shell, PlaceholderSets.Run, $"{path}.run"),
            Environment = Variables(value.Find("env"), PlaceholderSets.Environment, $"{path}.env"),
            ForkEnvironment = Variables(value.Find("fork")?.Find("env"), PlaceholderSets.Environment, $"{path}.fork.env"),
            Health = new HealthBinder(problems).Bind(value.Find("health"), $"{path}.health"),
            Include = Values.Texts(value.Find("include")),
            ImageBuild = _commands.Read(value.Find("image")?.Find("build"), shell, PlaceholderSets.ImageBuild, $"{path}.image.build"),
            Direct = _addresses.ReadUrl(value.Find("direct"), $"{path}.direct"),
            StopGrace = Values.Duration(value.Find("stop")?.Find("grace"), TimeSpan.FromSeconds(10)),
            DependsOn = Values.Texts(value.Find("dependsOn")),
            Url = _addresses.ReadUrl(value.Find("url"), $"{path}.url"),
            Carry = value.Find("carry")?.IsTrue ?? false,
            Tcp = _addresses.ReadTcp(value.Find("tcp"), $"{path}.tcp"),
        };
        CheckMeaning(service, entry, path);
        return service;
    }

    private void CheckMeaning(ServiceConfiguration service, YamlEntry entry, string path)
    {
        var value = entry.Value;
        if (engine == EngineKind.Local && value.Find("image") is not null && value.Find("run") is null)
        {
            problems.Add(
                ConfigurationProblemCodes.MissingKey,
                $"\"{path}\" has no \"run\", without which the local engine cannot start it.",
                "add \"run:\", or write \"engine: kubernetes\"",
                entry.Key,
                path);
        }

        CommandConfiguration?[] commands = [service.Build, service.Run, service.ImageBuild];
        if (value.Find("shell") is { IsTrue: true } shell && commands.Any(command => command is not null) && !commands.Any(command => command is { Shell: true }))
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                $"\"{path}\" wants a shell, but every command of it is a list of words, which never passes through one.",
                "write the command as one text, or remove \"shell\"",
                shell,
                $"{path}.shell");
        }

        if (service is { Kind: ServiceKind.External, Protocol: ServiceProtocol.Tcp })
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                $"\"{path}\" has a \"url\" and \"protocol: tcp\", but a URL is spoken to in HTTP.",
                "write \"tcp: host:port\" in place of \"url\", or remove \"protocol\"",
                value.Find("protocol") ?? value,
                $"{path}.protocol");
        }

        if (service is { Kind: ServiceKind.Process, Protocol: ServiceProtocol.Tcp, Health.Kind: HealthCheckKind.Http })
        {
            problems.Add(
                ConfigurationProblemCodes.Contradiction,
                $"\"{path}\" speaks tcp, but its health check is an HTTP path.",
                "write \"health: { tcp: true }\", or change \"protocol\"",
                value.Find("health") ?? value,
                $"{path}.health");
        }
    }

    private Dictionary<string, Interpolation> Variables(YamlValue? value, IReadOnlyList<PlaceholderKind> allowed, string path)
        => (value?.Entries ?? [])
            .Where(entry => entry.Value.Kind == YamlValueKind.Scalar)
            .ToDictionary(
                entry => entry.Name,
                entry => _templates.Read(entry.Value, allowed, $"{path}.{Texts.Shorten(entry.Name)}"),
                StringComparer.Ordinal);

    private static ServiceProtocol ProtocolOf(YamlValue value, ServiceKind kind) => value.Find("protocol")?.Text switch
    {
        _ when kind == ServiceKind.Tcp => ServiceProtocol.Tcp,
        "h2c" => ServiceProtocol.H2c,
        "tcp" => ServiceProtocol.Tcp,
        _ => ServiceProtocol.Http,
    };
}
