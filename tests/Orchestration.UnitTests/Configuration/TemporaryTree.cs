namespace AgentSandbox.Orchestration.UnitTests.Configuration;

/// <summary>A directory of its own for one test.</summary>
internal sealed class TemporaryTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("agent-sandbox-configuration-").FullName;

    public TemporaryTree With(string path, string content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
