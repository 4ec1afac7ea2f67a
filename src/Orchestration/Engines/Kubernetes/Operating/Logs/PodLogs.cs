using System.Text;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Logs.Text;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Operating.Logs;

/// <summary>Reads the output of a container, made safe to show.</summary>
internal static class PodLogs
{
    /// <summary>How much of the end is kept.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>What a node writes as one line at the most, with room to spare.</summary>
    public const int LongestLine = 64 * 1024;

    private const int MaxLineLength = 4096;

    /// <summary>The lines; none when the container has not started, its output is gone, or may not be read.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(IKubernetesApi api, string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(api, @namespace, pod, options, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes.Value ?? []);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => TerminalText.Clean(Encoding.UTF8.GetBytes(line), MaxLineLength))];
    }

    /// <summary>The end of it; empty when the container has not started or its output is gone. A missing right is a failure.</summary>
    public static async Task<Result<byte[]>> ReadAsync(IKubernetesApi api, string @namespace, string pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var opened = await api.OpenLogsAsync(@namespace, pod, options, cancellationToken);
        if (!opened.IsSuccess)
        {
            return opened.Failure.Code is FailureCodes.Forbidden or FailureCodes.CredentialsRefused or FailureCodes.ClusterUnreachable ? opened.Failure : (byte[])[];
        }

        await using var stream = opened.Value;
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                read.Write(buffer, 0, count);
                if (read.Length > 2 * MaxBytes)
                {
                    read = End(read);
                }
            }
        }
        catch (IOException)
        {
            // The connection broke; what came is shown.
        }

        return End(read).ToArray();
    }

    /// <summary>The end says most; it begins with a whole line.</summary>
    private static MemoryStream End(MemoryStream read)
    {
        if (read.Length <= MaxBytes)
        {
            return read;
        }

        var end = read.GetBuffer().AsSpan((int)read.Length - MaxBytes, MaxBytes);
        var kept = new MemoryStream(2 * MaxBytes);
        kept.Write(end[(end.IndexOf((byte)'\n') + 1)..]);
        return kept;
    }
}
