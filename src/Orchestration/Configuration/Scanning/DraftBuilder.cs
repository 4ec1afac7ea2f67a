namespace AgentSandbox.Orchestration.Configuration.Scanning;

/// <summary>Gathers services and findings during a scan; the first to claim a folder keeps it.</summary>
internal sealed class DraftBuilder(RepositoryTree tree)
{
    private readonly List<DraftService> _services = [];
    private readonly List<ConfigurationFinding> _findings = [];

    public RepositoryTree Tree { get; } = tree;

    public IReadOnlyList<DraftService> Services => _services;

    public IReadOnlyList<ConfigurationFinding> Findings => _findings;

    public DraftService? AtFolder(string folder) => _services.FirstOrDefault(service => service.Source == folder);

    public DraftService? Named(string name) => _services.FirstOrDefault(service => service.Name == name);

    public void Note(string file, string message) => _findings.Add(new ConfigurationFinding { File = file, Message = message });

    public void Add(DraftService service)
    {
        var name = ServiceNames.Unique(service.Name, [.. _services.Select(other => other.Name)]);
        _services.Add(service with { Name = name });
        Note(service.Origin, $"Made the service \"{name}\".");
    }

    public void Replace(DraftService old, DraftService service) => _services[_services.IndexOf(old)] = service;
}
