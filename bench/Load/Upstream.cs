using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentSandbox.Bench.Load;

/// <summary>A service whose latency is known: at once, stalling on a schedule, or a draw from a distribution.</summary>
internal static class Upstream
{
    public static readonly TimeSpan StallEvery = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan StallLength = TimeSpan.FromMilliseconds(200);

    private const double MedianMilliseconds = 20;
    private const double Sigma = 0.25;

    /// <summary>Prints its address and serves until its input ends.</summary>
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapGet("/fast", () => "ok");
        app.MapGet("/stall", StallAsync);
        app.MapGet("/work/{percent:int}", WorkAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine(address);
        await Console.In.ReadToEndAsync();
    }

    /// <summary>The latency that a share of requests which come at any time does not exceed, by the schedule alone.</summary>
    public static double TrueStallQuantile(double share) =>
        Math.Max(0, (StallLength - (1 - share) * StallEvery).TotalMilliseconds);

    private static async Task<string> StallAsync()
    {
        var into = TimeSpan.FromTicks(Stopwatch.GetElapsedTime(0).Ticks % StallEvery.Ticks);
        if (into < StallLength)
        {
            await WaitAsync(StallLength - into);
        }

        return "ok";
    }

    /// <summary>Requests with a key take so many per cent of what the others take.</summary>
    private static async Task<string> WorkAsync(HttpContext context, int percent)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - Random.Shared.NextDouble())) * Math.Cos(2 * Math.PI * Random.Shared.NextDouble());
        var factor = context.Request.Headers.ContainsKey("x-sandbox-key") ? percent / 100.0 : 1;
        await WaitAsync(TimeSpan.FromMilliseconds(MedianMilliseconds * Math.Exp(Sigma * normal) * factor));
        return percent.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Timers end on milliseconds; the rest is spun, because the truth has to be known better than that.</summary>
    private static async Task WaitAsync(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        if (time > TimeSpan.FromMilliseconds(2))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Floor(time.TotalMilliseconds - 0.5)));
        }

        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Thread.SpinWait(20);
        }
    }
}
