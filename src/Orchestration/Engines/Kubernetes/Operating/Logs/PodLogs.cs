using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Reads the output of a container, made safe to show.</summary>
internal static class PodLogs
{
    private const int MaxLineLength = 4096;
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The lines; none when the container has not started, or its output is gone.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(IKubernetesApi api, string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(api, @namespace, pod, options, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => TerminalText.Clean(Encoding.UTF8.GetBytes(line), MaxLineLength))];
    }

    public static async Task<byte[]> ReadAsync(IKubernetesApi api, string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var opened = await api.OpenLogsAsync(@namespace, pod, options, cancellationToken);
        if (!opened.IsSuccess)
        {
            return [];
        }

        await using var stream = opened.Value;
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while (read.Length < MaxBytes && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                read.Write(buffer, 0, count);
            }
        }
        catch (IOException)
        {
            // The connection broke; what came is shown.
        }

        return read.ToArray();
    }
}
