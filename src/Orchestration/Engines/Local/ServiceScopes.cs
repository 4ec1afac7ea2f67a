using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Templates;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Local;

/// <summary>Gives placeholders their values. Addresses of services are always those of the routers.</summary>
internal sealed class ServiceScopes(IServiceAddresses addresses, IReadOnlyDictionary<string, string> outside)
{
    /// <summary>A secret is a variable of the host, or a file that only its owner can read.</summary>
    private static readonly string s_secretDirectory = Path.Join(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "agent-sandbox", "secrets");

    public InterpolationScope For(SandboxConfiguration configuration, SandboxId? sandbox) => new()
    {
        SandboxName = sandbox?.Value ?? string.Empty,
        SandboxKey = sandbox?.Value ?? string.Empty,
        Services = Address,
        Environment = name => outside.GetValueOrDefault(name),
        Secrets = Secret,
        Redact = configuration.Redact,
    };

    private ServiceAddress? Address(string service)
    {
        var address = addresses.Find(service);
        return address is null ? null : new ServiceAddress
        {
            Url = address.GetLeftPart(UriPartial.Authority),
            Host = address.Host,
            Port = address.Port,
        };
    }

    private string? Secret(string name)
    {
        if (outside.GetValueOrDefault(name) is { Length: > 0 } value)
        {
            return value;
        }

        var file = Path.Join(s_secretDirectory, name);
        return Path.GetDirectoryName(Path.GetFullPath(file)) == s_secretDirectory && File.Exists(file) ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
    }
}
