using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;
using AgentSandbox.Orchestration.Processes.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>A server with TLS in front of the real API server: a test sees every call that passes, and spoils those that it wants to.</summary>
/// <remarks>Whoever calls shows its own token, so that the real server judges its rights.</remarks>
internal sealed class ApiGate : IAsyncDisposable
{
    private const int SpoiledBytes = 400;

    /// <summary>A watch that never tells anything would not be a faulty server but none.</summary>
    private const int SpoiledWatchBytes = 6000;
    private static readonly string[] s_passed = ["Authorization", "Accept", "User-Agent"];

    private readonly ClusterConnections _server;
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private ApiGate(ClusterConnections server, HttpProtocols protocols)
    {
        _server = server;
        _certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(_certificate);
        }));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Asked before a call is passed on.</summary>
    public Func<GateCall, GateFault> Before { get; set; } = _ => GateFault.None;

    /// <summary>Told when the server has answered, before the answer is passed back.</summary>
    public Func<GateCall, GateFault> After { get; set; } = _ => GateFault.None;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()); // it listens

    public static async Task<ApiGate> StartAsync(HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var options = new KubernetesAccessOptions { KubeconfigPath = TestCluster.Kubeconfig };
        var problems = new KubeconfigProblems();
        var login = KubeconfigReader.Read(KubeconfigFiles.Read(options, problems), options, new CommandRunner(TimeProvider.System), problems);
        var gate = new ApiGate(new ClusterConnections(login!.Endpoint), protocols); // the other tests use it too
        await gate._app.StartAsync();
        return gate;
    }

    /// <summary>A kubeconfig that leads here, with a token.</summary>
    public async Task WriteKubeconfigAsync(string path, string @namespace, string token)
    {
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));
        await File.WriteAllTextAsync(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: gate
            clusters: [{ name: gate, cluster: { server: "{{Address}}", certificate-authority-data: "{{authority}}" } }]
            users: [{ name: gate, user: { token: "{{token}}" } }]
            contexts: [{ name: gate, context: { cluster: gate, user: gate, namespace: {{@namespace}} } }]
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
        _certificate.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var call = new GateCall(context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget); // every request has it
        var fault = Before(call);
        if (fault is GateFault.Throttled or GateFault.Failed or GateFault.HungUp)
        {
            await RefuseAsync(context, fault);
            return;
        }

        try
        {
            using var message = await MessageAsync(context, call.Target);
            using var response = await _server.For(null).SendAsync(message, context.RequestAborted);
            fault = After(call) is var late && late != GateFault.None ? late : fault;
            if (fault is GateFault.AnswerLost or GateFault.HungUp)
            {
                context.Abort();
                return;
            }

            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            if (response.Headers.RetryAfter is { } retryAfter)
            {
                context.Response.Headers.RetryAfter = retryAfter.ToString();
            }

            var most = fault is not (GateFault.Truncated or GateFault.Severed) ? long.MaxValue : call.IsWatch ? SpoiledWatchBytes : SpoiledBytes;
            await PassBackAsync(context, response, most);
            if (fault == GateFault.Severed)
            {
                context.Abort();
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort(); // the server is away, or the caller is
        }
    }

    private static async Task RefuseAsync(HttpContext context, GateFault fault)
    {
        if (fault == GateFault.HungUp)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = fault == GateFault.Throttled ? StatusCodes.Status429TooManyRequests : StatusCodes.Status500InternalServerError;
        if (fault == GateFault.Throttled)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        await context.Response.WriteAsync("spoiled by the test\n");
    }

    private async Task<HttpRequestMessage> MessageAsync(HttpContext context, string target)
    {
        var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), _server.Endpoint.At(target)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        foreach (var name in s_passed)
        {
            message.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToArray());
        }

        if (context.Request.ContentType is { } type)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            message.Content = new ByteArrayContent(body.ToArray());
            message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return message;
    }

    private static async Task PassBackAsync(HttpContext context, HttpResponseMessage response, long most)
    {
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        while (most > 0 && await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, most)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            most -= read;
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=api-gate", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
