namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Keeps what was told, for the message of a test that fails.</summary>
internal sealed class Steps : IProgress<string>
{
    private readonly List<string> _told = [];

    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_told)
            {
                return [.. _told];
            }
        }
    }

    public void Report(string value)
    {
        lock (_told)
        {
            _told.Add(value);
        }
    }
}
