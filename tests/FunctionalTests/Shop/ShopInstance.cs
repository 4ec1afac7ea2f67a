using System.Collections.Concurrent;
using System.Diagnostics;

namespace AgentSandbox.FunctionalTests.Shop;

/// <summary>All six services, running, with a recorder in front of each.</summary>
internal sealed class ShopInstance : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly Dictionary<string, HeaderRecorder> _recorders = [];
    private readonly List<Process> _processes = [];

    /// <summary>A client of the frontend.</summary>
    public HttpClient Client { get; private set; } = new();

    public HttpClient Inventory { get; private set; } = new();

    /// <summary>What arrived at a service, in order.</summary>
    public IReadOnlyList<RecordedRequest> At(string service) => [.. _requests.Where(request => request.Service == service)];

    public static async Task<ShopInstance> StartAsync(ShopBuild build, string? withoutPropagation = null)
    {
        var shop = new ShopInstance();
        try
        {
            foreach (var service in ShopBuild.Services)
            {
                shop._recorders[service] = await HeaderRecorder.StartAsync(service, shop._requests);
            }

            await Task.WhenAll(ShopBuild.Services.Select(async service =>
                shop._recorders[service].Target = await shop.StartServiceAsync(build, service, service == withoutPropagation)));
            shop.Client = new HttpClient { BaseAddress = shop._recorders["Frontend"].Address };
            shop.Inventory = new HttpClient { BaseAddress = shop._recorders["Inventory"].Address };
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        foreach (var recorder in _recorders.Values)
        {
            await recorder.DisposeAsync();
        }

        Client.Dispose();
        Inventory.Dispose();
    }

    private async Task<Uri> StartServiceAsync(ShopBuild build, string service, bool withoutPropagation)
    {
        var start = new ProcessStartInfo("dotnet", [$"bin/Release/net10.0/{service}.dll"])
        {
            WorkingDirectory = Path.Combine(build.Folder, service),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, recorder) in _recorders)
        {
            start.Environment[$"{name.ToUpperInvariant()}_URL"] = recorder.Address.ToString();
        }

        if (withoutPropagation)
        {
            start.Environment["DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION"] = "0";
        }

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new ConcurrentQueue<string>();
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"{service} ended: {string.Join('\n', output)}"));
        process.Start();
        lock (_processes)
        {
            _processes.Add(process);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await address.Task.WaitAsync(TimeSpan.FromSeconds(60));

        void Read(string? line)
        {
            output.Enqueue(line ?? "");
            if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
            }
        }
    }
}
