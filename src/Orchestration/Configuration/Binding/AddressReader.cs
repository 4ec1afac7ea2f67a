using System.Globalization;
using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Binding;

/// <summary>Reads <c>url</c> and <c>tcp</c>, whose variables are needed at once because routes are made of them.</summary>
internal sealed class AddressReader(ProblemList problems, Func<string, string?>? environment)
{
    public Uri? ReadUrl(YamlValue? value, string path)
    {
        if (Resolve(value, path) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" })
        {
            return url;
        }

        Report(value, path, "is not an http or https URL without user, query and fragment", "write it like https://payments.staging.example");
        return null;
    }

    public TcpAddress? ReadTcp(YamlValue? value, string path)
    {
        if (Resolve(value, path) is not { } text)
        {
            return null;
        }

        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon].Trim('[', ']') : "";
        if (Uri.CheckHostName(host) != UriHostNameType.Unknown
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535)
        {
            return new TcpAddress { Host = host, Port = port };
        }

        Report(value, path, "is not a host and a port from 1 to 65535", "write it like localhost:5432");
        return null;
    }

    private string? Resolve(YamlValue? value, string path)
    {
        if (value is not { Type: YamlScalarType.String })
        {
            return null;
        }

        var before = problems.Count;
        var template = new TemplateReader(problems).Read(value, PlaceholderSets.Address, path);
        var result = template.Resolve(new InterpolationScope { Environment = environment ?? (_ => null) });
        foreach (var problem in result.Problems)
        {
            problems.Add(problem.Code, problem.Message, problem.Fix, value, path);
        }

        return problems.Count == before ? result.Value : null;
    }

    // The text itself is not shown, because a variable may have brought a password into it. What the
    // check of shapes has refused already is not said again.
    private void Report(YamlValue? value, string path, string fact, string fix)
    {
        if (value is not null && !problems.Has(path))
        {
            problems.Add(ConfigurationProblemCodes.InvalidValue, $"\"{path}\" {fact}.", fix, value, path);
        }
    }
}
