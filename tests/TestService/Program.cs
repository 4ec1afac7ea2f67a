using System.Diagnostics;
using AgentSandbox.TestService;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// A service whose behaviour the tests choose by files of its folder and by the paths they ask for. It passes on what
// .NET passes on by itself, and nothing else.
if (File.Exists("exit-at-start.txt"))
{
    Console.Error.WriteLine(File.ReadAllText("exit-at-start.txt"));
    return 3;
}

var name = Environment.GetEnvironmentVariable("SERVICE_NAME") ?? "service";
var next = Environment.GetEnvironmentVariable("NEXT_URL");
var port = int.Parse(Environment.GetEnvironmentVariable("PORT") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddHttpClient();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    void Configure(ListenOptions listen) => listen.Protocols =
        Environment.GetEnvironmentVariable("SERVICE_PROTOCOL") == "h2c" ? HttpProtocols.Http2 : HttpProtocols.Http1;

    // A pod is asked at its own address; on one machine nobody else may reach the service.
    if (Environment.GetEnvironmentVariable("SERVICE_ADDRESS") == "any")
    {
        kestrel.ListenAnyIP(port, Configure);
    }
    else
    {
        kestrel.ListenLocalhost(port, Configure);
    }
});
var app = builder.Build();

string Version() => File.Exists("version.txt") ? File.ReadAllText("version.txt").Trim() : "none";

object Own(HttpContext context) => new
{
    service = name,
    version = Version(),
    pid = Environment.ProcessId,
    key = context.Request.Headers["x-sandbox-key"].ToString(),
    baggage = context.Request.Headers["baggage"].ToString(),
    traceparent = context.Request.Headers["traceparent"].ToString(),
};

app.MapGet("/healthz", () => File.Exists("unhealthy.txt") ? Results.StatusCode(503) : Results.Ok());
app.MapMethods("/", ["GET", "POST", "HEAD"], Own);

// /chain calls the next service's /chain, with what .NET passes on by itself.
app.MapGet("/chain", async (HttpContext context, IHttpClientFactory clients) =>
{
    var downstream = next is null ? null : await clients.CreateClient().GetStringAsync($"{next}/chain");
    return new { own = Own(context), downstream };
});

// /lose/key drops the baggage and keeps the trace; /lose/all drops both.
app.MapGet("/lose/{what}", async (HttpContext context, string what) =>
{
    using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    using var request = new HttpRequestMessage(HttpMethod.Get, $"{next}/chain");
    if (what == "key" && Activity.Current is { } activity)
    {
        request.Headers.TryAddWithoutValidation("traceparent", activity.Id);
    }

    // /lose/ids keeps the key alone, as a service does that copies one header.
    if (what == "ids")
    {
        request.Headers.TryAddWithoutValidation("x-sandbox-key", context.Request.Headers["x-sandbox-key"].ToString());
    }

    using var response = await client.SendAsync(request);
    return await response.Content.ReadAsStringAsync();
});

app.MapGet("/forge", (HttpContext context) =>
{
    context.Response.Headers["x-sandbox-route"] = $"{name}=fork; sandbox=forged; revision=99";
    return Own(context);
});
app.MapGet("/host", (HttpContext context) => context.Request.Host.Value);

// As a gRPC service answers: the message, and its status after it.
app.MapPost("/grpc", async (HttpContext context) =>
{
    context.Response.ContentType = "application/grpc";
    await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    context.Response.AppendTrailer("grpc-status", "0");
});
app.MapGet("/env/{variable}", (string variable) => Environment.GetEnvironmentVariable(variable) ?? "(none)");
app.MapGet("/log", (string text) =>
{
    Console.WriteLine(text);
    Console.Out.Flush();
    return "logged";
});
app.MapGet("/crash", () =>
{
    Console.Error.WriteLine("about to crash on request");
    Console.Error.Flush();
    Process.GetCurrentProcess().Kill();
    Environment.FailFast("asked to crash"); // the first process of a container cannot be killed from within
});

// Answers in two parts; the second one comes when the file appears.
app.MapGet("/slow", async (HttpContext context, string until) =>
{
    await context.Response.WriteAsync($"{Version()} ");
    await context.Response.Body.FlushAsync();
    while (!File.Exists(until))
    {
        await Task.Delay(20, context.RequestAborted);
    }

    await context.Response.WriteAsync("end");
});

// A grandchild in a session of its own that loses its parent at once.
app.MapGet("/daemon", () =>
{
    using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "setsid sleep 300 >/dev/null 2>&1 & echo $!" }, RedirectStandardOutput = true })!;
    return shell.StandardOutput.ReadLine();
});

app.MapMisbehaviour();
Console.WriteLine($"{name} {Version()} listens");
await app.RunAsync();
return 0;
