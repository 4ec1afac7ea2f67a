using ModelContextProtocol.Protocol;

namespace AgentSandbox.McpServer.Bridge;

/// <summary>
/// The workspace of a connection: the option, the project directory, the client's first root, the working directory,
/// in this order. Roots are asked for once and again after the client said that they changed.
/// </summary>
internal sealed class WorkspaceResolver(WorkspaceSources sources)
{
    private const string FirstVersionWithoutHandshake = "2026-07-28";

    /// <summary>A client that declares roots and does not answer must not cost more than this.</summary>
    private static readonly TimeSpan s_rootsTimeout = TimeSpan.FromSeconds(3);

    private Task<string?>? _root;

    public void RootsChanged() => Volatile.Write(ref _root, null);

    public async Task<string> ResolveAsync(SdkServer server, CancellationToken cancellationToken)
    {
        if (NotEmpty(sources.Option) is { } known || (known = NotEmpty(sources.ProjectDirectory)) is not null)
        {
            return Path.GetFullPath(known, sources.CurrentDirectory);
        }

        return await FirstRootAsync(server, cancellationToken) ?? sources.CurrentDirectory;
    }

    private async Task<string?> FirstRootAsync(SdkServer server, CancellationToken cancellationToken)
    {
        // Without a handshake, asking for roots would end the call with a request for input; not worth it.
        var hasHandshake = string.CompareOrdinal(server.NegotiatedProtocolVersion, FirstVersionWithoutHandshake) < 0;
        if (server.ClientCapabilities?.Roots is null || server.NegotiatedProtocolVersion is null || !hasHandshake)
        {
            return null;
        }

        var asked = Volatile.Read(ref _root) ?? AskAsync(server);
        Volatile.Write(ref _root, asked);
        return await asked.WaitAsync(cancellationToken);
    }

    private static async Task<string?> AskAsync(SdkServer server)
    {
        using var timeout = new CancellationTokenSource(s_rootsTimeout);
        try
        {
            var result = await server.RequestRootsAsync(new ListRootsRequestParams(), timeout.Token);
            return result.Roots.Select(r => LocalPath(r.Uri)).FirstOrDefault(p => p is not null);
        }
        catch (Exception e) when (e is OperationCanceledException or ModelContextProtocol.McpException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    private static string? LocalPath(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? parsed.LocalPath : null;

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
