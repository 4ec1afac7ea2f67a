using System.Net;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>Chooses a proxy by the environment, as kubectl does: <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>, in capitals or not.</summary>
internal static class ProxyChoice
{
    /// <summary>A proxy by its address, with user and password out of it.</summary>
    public static IWebProxy Of(Uri address)
    {
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Length > 0)
        {
            var (user, password) = address.UserInfo.Split(':', 2) is [var first, var second] ? (first, second) : (address.UserInfo, "");
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }

        return proxy;
    }

    public static IWebProxy? FromEnvironment(Uri server, IReadOnlyDictionary<string, string> environment)
    {
        var text = Variable(environment, server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (text is null || IsLocal(server.Host) || IsExcepted(server, Variable(environment, "NO_PROXY") ?? ""))
        {
            return null;
        }

        return Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text, UriKind.Absolute, out var address) ? Of(address) : null;
    }

    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } upper ? upper
        : environment.GetValueOrDefault(name.ToLowerInvariant()) is { Length: > 0 } lower ? lower
        : null;

    private static bool IsLocal(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsExcepted(Uri server, string exceptions) => exceptions
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(exception => Covers(exception, server));

    private static bool Covers(string exception, Uri server)
    {
        if (exception == "*")
        {
            return true;
        }

        if (IPAddress.TryParse(server.Host, out var address))
        {
            return (IPNetwork.TryParse(exception, out var network) && network.Contains(address))
                || (IPAddress.TryParse(exception, out var single) && single.Equals(address));
        }

        var (name, port) = exception.Split(':', 2) is [var first, var second] ? (first, second) : (exception, "");
        name = name.TrimStart('*').TrimStart('.');
        return (port.Length == 0 || port == server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            && (server.Host.Equals(name, StringComparison.OrdinalIgnoreCase) || server.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
    }
}
