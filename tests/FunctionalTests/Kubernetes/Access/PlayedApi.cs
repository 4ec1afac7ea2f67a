using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

/// <summary>A server that answers as an API server does when it is not well, which a real one cannot be made to on demand.</summary>
internal sealed class PlayedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, int, Task> _answer;
    private int _calls;

    private PlayedApi(WebApplication app, Func<HttpContext, int, Task> answer) => (_app, _answer) = (app, answer);

    /// <summary>What was asked, as <c>GET /path?query</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The Authorization header of each call.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()); // Kestrel has it

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a call, whose number counts from 1.</param>
    /// <param name="certificate">Makes it https.</param>
    public static async Task<PlayedApi> StartAsync(Func<HttpContext, int, Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    ClientCertificateValidation = (_, _, _) => true,
                });
            }
        }));
        var played = new PlayedApi(builder.Build(), answer);
        played._app.UseWebSockets();
        played._app.Run(played.AnswerAsync);
        await played._app.StartAsync();
        return played;
    }

    public static Task JsonAsync(HttpContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    public static Task StatusAsync(HttpContext context, int status, string reason, string message = "played") =>
        JsonAsync(context, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{status}}}""", status);

    /// <summary>An object as the API writes it.</summary>
    public static string Item(string name, int version) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"shop","uid":"{{{name}}}","resourceVersion":"{{{version}}}"}}""";

    public static string Items(int version, params IEnumerable<string> items) =>
        $$$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', items)}}}]}""";

    public static string Event(string type, string item) => $$"""{"type":"{{type}}","object":{{item}}}""" + "\n";

    public IKubernetesApi Open(ICredentialSource? credentials = null, TimeProvider? time = null) => new KubernetesApi(
        new ClusterConnections(new ClusterEndpoint { Server = Address, PluginInfo = [] }),
        credentials ?? FixedCredentials.None,
        null,
        "shop",
        "played",
        time ?? TimeProvider.System);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        return _answer(context, Interlocked.Increment(ref _calls));
    }
}
